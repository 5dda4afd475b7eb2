"""A pool that keeps the connections of each event loop apart. Imports SQLAlchemy: to be imported where a test needs it."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy.pool import ConnectionPoolEntry, Pool
from sqlalchemy.pool.base import _ConnectionRecord

__all__ = ["LOOP", "LoopPool"]

LOOP = "earnest_loop"
"""Under this key a connection's `info` holds its loop."""


class LoopPool(Pool):
    """Hands out connections of the running loop only, as many as are asked for."""

    _is_asyncio = True

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.idle: dict[asyncio.AbstractEventLoop, list[ConnectionPoolEntry]] = {}

    def _do_get(self) -> ConnectionPoolEntry:
        loop = asyncio.get_running_loop()
        waiting = self.idle.get(loop)
        entry: ConnectionPoolEntry = waiting.pop() if waiting else _ConnectionRecord(self)
        entry.info[LOOP] = loop
        return entry

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        if record.dbapi_connection is not None:
            self.idle.setdefault(record.info[LOOP], []).append(record)

    def status(self) -> str:
        """How many connections wait, over all loops."""
        return f"{sum(map(len, self.idle.values()))} idle connections of {len(self.idle)} event loops"

    def dispose(self) -> None:
        """Closes what belongs to the running loop; the rest is closed in its own loop."""
        for entry in self.idle.pop(asyncio.get_running_loop(), []):
            entry.close()

    def recreate(self) -> LoopPool:
        """A pool like this one, without connections."""
        return type(self)(self._creator, dialect=self._dialect, reset_on_return=self._reset_on_return)
