"""Imports what the fixtures will need, once, before the first test: no test's time has an import in it, and forks share it."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Collection

import pytest

from ...errors import EarnestError
from .choice import is_sqlite, wanted_by

__all__ = ["preload"]

_SERVICES = __name__.removesuffix(".database.preload")
_POSTGRES = {
    "_earnest_database": (f"{_SERVICES}.postgres.opening", f"{_SERVICES}.postgres.isolation", "psycopg"),
    "db_engine": ("sqlalchemy.orm", "sqlalchemy.dialects.postgresql.psycopg"),
    "async_db_engine": ("sqlalchemy.ext.asyncio", "asyncpg", "sqlalchemy.dialects.postgresql.asyncpg"),
}
_SQLITE = {
    "_earnest_database": (f"{_SERVICES}.sqlite.opening", "sqlite3"),
    "db_engine": ("sqlalchemy.orm", "sqlalchemy.dialects.sqlite.pysqlite"),
    "async_db_engine": ("sqlalchemy.ext.asyncio", "aiosqlite", "sqlalchemy.dialects.sqlite.aiosqlite"),
}


def preload(fixtures: Collection[str], config: pytest.Config) -> None:
    """`fixtures` are the names that the tests use. What is not installed is left to the fixture, which says so."""
    try:
        needed = _SQLITE if is_sqlite(wanted_by(config)) else _POSTGRES
    except EarnestError:
        return  # so is a mistake in the configuration
    for fixture, modules in needed.items():
        if fixture in fixtures:
            for name in (f"{_SERVICES}.database.watch", *modules):
                with contextlib.suppress(ImportError):
                    importlib.import_module(name)
