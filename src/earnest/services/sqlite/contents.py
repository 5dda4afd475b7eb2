"""Compares the rows of two databases."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from ..database.leaks import Leak

__all__ = ["differences", "tables_of"]


def tables_of(connection: sqlite3.Connection) -> set[str]:
    """The names of all tables that are the user's."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite#_%' ESCAPE '#'"
    return {name for (name,) in connection.execute(query).fetchall()}


def differences(before: sqlite3.Connection, after: sqlite3.Connection, tables: Iterable[str]) -> Iterator[Leak]:
    """One for each table whose rows are not the same."""
    for table in tables:
        name = table.replace('"', '""')
        counts = [connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for connection in (before, after)]
        if counts[0] != counts[1]:
            yield Leak("row", counts[1] - counts[0], table)
        else:
            rows = (connection.execute(f'SELECT * FROM "{name}"') for connection in (before, after))
            if any(one != other for one, other in zip(*rows, strict=True)):
                yield Leak("row", 0, table)
