"""Keeps the services that a suite uses alive while its trials come and go, and cleans up behind them."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from pathlib import Path

from ..config import Settings

__all__ = ["lease"]

_DATABASE = "_earnest_database"
"""The fixture that every fixture of the database needs."""


@contextlib.contextmanager
def lease(root: Path, settings: Settings, fixtures: Collection[str], run: str) -> Iterator[frozenset[int]]:
    """Within, each child finds the services warm. Yields the processes of services, which may serve other runs, too.

    `fixtures` are the names that the suite uses, `run` is the name of the run. Raises ServiceError.
    """
    if _DATABASE not in fixtures:
        yield frozenset()
        return
    from .database.choice import is_sqlite

    if is_sqlite(settings.database):
        from .sqlite.workplace import remove_forgotten

        try:
            yield frozenset()
        finally:
            remove_forgotten()
        return
    from .postgres.ladder import find_server
    from .postgres.worker import Leftovers

    server = find_server(root, settings.database)
    leftovers = Leftovers(server.admin, run)
    try:
        yield frozenset({server.keeper} if server.keeper else ())
    finally:
        leftovers.remove()
        server.release()
