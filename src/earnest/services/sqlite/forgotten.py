"""Ends the transactions that a test has left open in this process: SQLite has no server that could."""

from __future__ import annotations

import contextlib
import gc
import os
import sqlite3
from pathlib import Path

__all__ = ["roll_back_forgotten"]


def roll_back_forgotten(path: Path) -> None:
    """Rolls back every connection to this file that this thread may use, and ends its unfinished queries.

    Looks at all objects of the process (some 50 ms): for the rare test that leaves the file locked.
    """
    for found in gc.get_objects():
        kind = type(found)  # asking the object itself might run somebody's code
        with contextlib.suppress(sqlite3.Error):  # it is closed, or belongs to another thread
            if issubclass(kind, sqlite3.Cursor) and _leads_to(found.connection, path):
                found.close()
            elif issubclass(kind, sqlite3.Connection) and found.in_transaction and _leads_to(found, path):
                found.rollback()


def _leads_to(connection: sqlite3.Connection, path: Path) -> bool:
    with contextlib.closing(connection.execute("PRAGMA database_list")) as rows:
        return any(name and os.path.realpath(name) == os.path.realpath(path) for _, _, name in rows.fetchall())
