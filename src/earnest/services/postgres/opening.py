"""Opens PostgreSQL for one worker."""

from __future__ import annotations

import functools

from ..database.port import Opened
from ..database.schema import Schema
from .connection import driver
from .private import private_cluster
from .server import Server
from .worker import Worker

__all__ = ["open_postgres"]


def open_postgres(server: Server, schema: Schema, version: int) -> Opened:
    """`version` is the major version that private servers must have, 0 for any. Raises ServiceError, SchemaError."""
    worker = Worker(server, schema)
    worker.open()
    return Opened(
        worker=worker,
        private=functools.partial(private_cluster, schema, version),
        error=driver().Error,
        keeps_connections=True,
    )
