"""Async engines for tests: connections belong to an event loop, and pytest's plugins make a new loop for most tests.

Imports SQLAlchemy: to be imported where a test needs it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.util import greenlet_spawn

from .loop_pool import LOOP, LoopPool
from .pinned import PinnedSession
from .port import Address

__all__ = ["AsyncEngines", "PinnedAsyncSession", "close_session"]


class AsyncEngines:
    """One async engine for tests on any loop."""

    def __init__(self, address: Address) -> None:
        """Connections are opened when a test needs them."""
        self.engine: AsyncEngine = create_async_engine(address.async_url, poolclass=LoopPool)
        address.prepare(self.engine.sync_engine)

    def close(self) -> None:
        """Closes idle connections, each in its own loop."""
        pool = cast("LoopPool", self.engine.sync_engine.pool)
        for loop, entries in list(pool.idle.items()):
            del pool.idle[loop]

            async def close_all(entries: list[Any] = entries) -> None:
                for entry in entries:
                    await greenlet_spawn(entry.close)

            _run(loop, close_all())


class PinnedAsyncSession(AsyncSession):
    """An async session on one connection, in one transaction that is rolled back behind the test."""

    sync_session_class = PinnedSession


def close_session(session: AsyncSession) -> None:
    """Closes a session in the loop of its connection, from outside of it."""
    sync = session.sync_session
    loop = _loop_of(session)
    if loop is None:
        return
    if isinstance(sync, PinnedSession):
        _run(loop, greenlet_spawn(sync.unpin))
    else:
        _run(loop, session.close())


def _run(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any]) -> None:
    if loop.is_closed() or loop.is_running():
        work.close()  # its connections went with the loop
    else:
        loop.run_until_complete(work)


def _loop_of(session: AsyncSession) -> asyncio.AbstractEventLoop | None:
    sync = session.sync_session
    connections = [sync.pinned] if isinstance(sync, PinnedSession) and sync.pinned is not None else []
    transaction: Any = sync.get_transaction()
    connections += [connection for connection, *_ in getattr(transaction, "_connections", {}).values()]
    loops = ((connection.connection.record_info or {}).get(LOOP) for connection in connections)
    return next((loop for loop in loops if loop is not None), None)
