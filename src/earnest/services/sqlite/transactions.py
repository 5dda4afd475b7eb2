"""Makes SQLAlchemy's transactions on SQLite what they are elsewhere. Imports SQLAlchemy: for where a test needs it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event

__all__ = ["make_real"]


def make_real(engine: Engine) -> None:
    """Python's driver begins no transaction before SELECT, SAVEPOINT and DDL; here one begins where SQLAlchemy says so.

    The recipe of SQLAlchemy's manual for pysqlite and aiosqlite. Foreign keys are enforced, and nothing waits for the disk.
    """
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN")
