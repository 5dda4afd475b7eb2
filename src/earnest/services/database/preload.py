"""Imports what the fixtures will need, once, before the first test: no test's time has an import in it, and forks share it."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Collection

__all__ = ["preload"]

_SERVICES = __name__.removesuffix(".database.preload")
_OWN = ("database.watch", "postgres.worker", "postgres.isolation")
_NEEDED = {
    "_earnest_database": ("psycopg",),
    "db_engine": ("sqlalchemy.orm", "sqlalchemy.dialects.postgresql.psycopg"),
    "async_db_engine": ("sqlalchemy.ext.asyncio", "asyncpg", "sqlalchemy.dialects.postgresql.asyncpg"),
}


def preload(fixtures: Collection[str]) -> None:
    """`fixtures` are the names that the tests use. What is not installed is left to the fixture, which says so."""
    for fixture, modules in _NEEDED.items():
        if fixture in fixtures:
            for name in (*(f"{_SERVICES}.{own}" for own in _OWN), *modules):
                with contextlib.suppress(ImportError):
                    importlib.import_module(name)
