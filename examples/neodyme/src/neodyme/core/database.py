"""The connection pool, and a session for each request."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from weakref import WeakKeyDictionary

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from .config import get_settings

__all__ = ["commit", "dispose_engine", "get_async_session", "get_engine"]

_engines: WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncEngine] = WeakKeyDictionary()
"""A server has one event loop, tests have many, and asyncpg's connections belong to the one that opened them."""


def get_engine() -> AsyncEngine:
    """The engine of the running loop; it connects when somebody asks it something."""
    loop = asyncio.get_running_loop()
    engine = _engines.get(loop)
    if engine is None:
        settings = get_settings()
        engine = create_async_engine(
            settings.database_url, pool_size=settings.database_pool_size, max_overflow=0, pool_pre_ping=True
        )
        _engines[loop] = engine
    return engine


async def dispose_engine() -> None:
    """Closes the connections of the running loop."""
    engine = _engines.pop(asyncio.get_running_loop(), None)
    if engine is not None:
        await engine.dispose()


async def get_async_session() -> AsyncIterator[AsyncSession]:
    """A session for one request. What is not committed is rolled back at its end."""
    async with AsyncSession(get_engine(), expire_on_commit=False) as session:
        yield session


async def commit(session: AsyncSession) -> None:
    """Ends the session's transaction; its connection goes back to the pool."""
    await session.commit()
