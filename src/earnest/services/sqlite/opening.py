"""Opens SQLite for one worker."""

from __future__ import annotations

import sqlite3

from ..database.port import Opened
from ..database.schema import Schema
from .worker import Worker

__all__ = ["open_sqlite"]


def open_sqlite(schema: Schema) -> Opened:
    """With a database file of the worker's own. Raises SchemaError."""
    worker = Worker(schema)
    return Opened(worker=worker, private=worker.private, error=sqlite3.Error, keeps_connections=False)
