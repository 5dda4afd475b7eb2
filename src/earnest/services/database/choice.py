"""Chooses the engine: PostgreSQL, unless the configuration or TEST_DATABASE_URL says SQLite."""

from __future__ import annotations

import os

import pytest

from ...config import Database, load
from ...project import find_root
from ..postgres.server import VARIABLE
from .port import Opened
from .schema import schema_of

__all__ = ["is_sqlite", "open_engine", "wanted_by"]


def is_sqlite(wanted: Database) -> bool:
    """Only where somebody has said so: a project with an SQLite file somewhere may still run PostgreSQL in production."""
    if wanted.server == "sqlite":
        return True
    scheme = os.environ.get(VARIABLE, "").partition(":")[0].partition("+")[0]
    return wanted.server in ("", "environment") and scheme == "sqlite"


def wanted_by(config: pytest.Config) -> Database:
    """What the project's configuration says. Raises EarnestError."""
    return load(find_root(config.rootpath)).database


def open_engine(config: pytest.Config) -> Opened:
    """The engine that this session's tests use, with this worker's database. Raises EarnestError."""
    root = find_root(config.rootpath)
    wanted = wanted_by(config)
    if is_sqlite(wanted):
        from ..sqlite.opening import open_sqlite
        from ..sqlite.production import warn_of_another_engine
        from ..sqlite.script import DIALECT as SQLITE

        warn_of_another_engine(root)
        return open_sqlite(schema_of(wanted.schema, root, SQLITE))
    from ..postgres.opening import open_postgres
    from ..postgres.script import DIALECT as POSTGRES
    from .session_server import server_of

    server = server_of(config)
    return open_postgres(server, schema_of(wanted.schema, root, POSTGRES), wanted.version)
