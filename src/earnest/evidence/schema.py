"""The tables of the store, and how a database is opened, checked and built."""

from __future__ import annotations

import sqlite3
from pathlib import Path

__all__ = ["VERSION", "UnusableError", "connect", "connect_memory", "is_damage"]

VERSION = 1
BUSY_SECONDS = 10.0

_TABLES = """
CREATE TABLE trials (
    key TEXT PRIMARY KEY,
    change_id TEXT NOT NULL,
    verdict TEXT NOT NULL,
    path TEXT NOT NULL,
    caught_by TEXT NOT NULL,
    covered_by INTEGER NOT NULL,
    tests_run INTEGER NOT NULL,
    seconds REAL NOT NULL,
    cpu_seconds REAL NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE TABLE durations (test TEXT PRIMARY KEY, seconds REAL NOT NULL) STRICT;
CREATE TABLE runs (number INTEGER PRIMARY KEY, document TEXT NOT NULL) STRICT;
"""


class UnusableError(Exception):
    """The file is no database that this version can use; `reason` becomes a part of the name it is kept under."""

    def __init__(self, reason: str, text: str) -> None:
        """`text` says to people what `reason` says in one word."""
        super().__init__(text)
        self.reason = reason


def connect(file: Path) -> sqlite3.Connection:
    """An open, checked and writable store.

    Raises UnusableError for a file to be put aside, sqlite3.Error for a place that does not work.
    """
    connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        _check(connection)
        # NORMAL in WAL mode: a killed process loses nothing, a power cut may lose the last answers but never the file.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        _build(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        if is_damage(error):
            raise UnusableError("corrupt", "was damaged") from error
        raise
    except UnusableError:
        connection.close()
        raise
    return connection


def connect_memory() -> sqlite3.Connection:
    """An empty store that lives as long as this process."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _build(connection)
    return connection


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is broken; not so when it is locked, read-only or the disk is full."""
    name = getattr(error, "sqlite_errorname", "")
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or name == "SQLITE_IOERR_SHORT_READ"


def _check(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if version != VERSION and (version or tables):
        raise UnusableError(f"version-{version}", f"has format {version}, not {VERSION}")
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise UnusableError("corrupt", "was damaged")


def _build(connection: sqlite3.Connection) -> None:
    """Makes the tables if they are missing; the lock that it takes also proves that the file can be written."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version != VERSION:
            for statement in filter(str.strip, _TABLES.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={VERSION}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
