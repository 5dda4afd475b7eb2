"""A pool that keeps the connections of each event loop apart, for as long as their loop.

Imports SQLAlchemy: to be imported where a test needs it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.pool import ConnectionPoolEntry, Pool
from sqlalchemy.pool.base import _ConnectionRecord
from sqlalchemy.util import await_only, greenlet_spawn

__all__ = ["LOOP", "LoopPool"]

LOOP = "earnest_loop"
"""Under this key a connection's `record_info` holds its loop; `info` is emptied when it connects anew."""
LIMIT = 60
"""So many connections a loop may have: more than an application's own pool, and two workers' are less than a server takes."""
PATIENCE = 30.0
"""Seconds until somebody who waits for a connection is told, as with SQLAlchemy's own pools."""


class LoopPool(Pool):
    """Hands out connections of the running loop only; who comes when all are in use waits for one."""

    _is_asyncio = True

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.idle: dict[asyncio.AbstractEventLoop, list[ConnectionPoolEntry]] = {}
        self._ends: dict[asyncio.AbstractEventLoop, AsyncGenerator[None]] = {}
        self._places: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}

    def _do_get(self) -> ConnectionPoolEntry:
        loop = asyncio.get_running_loop()
        if loop not in self._ends:
            self._watch(loop)
        await_only(_take(self._places[loop]))
        waiting = self.idle.get(loop)
        try:
            entry: ConnectionPoolEntry = waiting.pop() if waiting else _ConnectionRecord(self)
        except BaseException:
            self._places[loop].release()
            raise
        _notes(entry)[LOOP] = loop
        return entry

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        loop = _notes(record)[LOOP]
        if record.dbapi_connection is not None:
            self.idle.setdefault(loop, []).append(record)
        if loop in self._places:
            self._places[loop].release()

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """A loop closes its asynchronous generators before it is closed itself, whichever plugin owns it."""
        for closed in [known for known in self._ends if known.is_closed()]:
            del self._ends[closed], self._places[closed]
            self.idle.pop(closed, None)
        self._places[loop] = asyncio.Semaphore(LIMIT)
        self._ends[loop] = self._until_end(loop)
        await_only(anext(self._ends[loop]))

    async def _until_end(self, loop: asyncio.AbstractEventLoop) -> AsyncGenerator[None]:
        try:
            yield
        finally:
            self._ends.pop(loop, None)
            self._places.pop(loop, None)
            for entry in self.idle.pop(loop, []):
                await greenlet_spawn(entry.close)

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


def _notes(record: ConnectionPoolEntry) -> dict[Any, Any]:
    notes = record.record_info
    assert notes is not None  # only connections without a pool have none
    return notes


async def _take(places: asyncio.Semaphore) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await places.acquire()
    except TimeoutError:
        raise NoConnectionError(
            f"All {LIMIT} connections of this test are in use, and none came back in {PATIENCE:g} seconds: something that it "
            "started waits for a connection while it holds one, or never gives its own back."
        ) from None
