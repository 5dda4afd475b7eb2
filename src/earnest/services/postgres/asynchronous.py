"""Async engines for tests: connections belong to an event loop, and pytest's plugins make a new loop for most tests."""

from __future__ import annotations

import asyncio
import importlib.util
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

    from .address import DatabaseURL

__all__ = ["AsyncEngines"]


class AsyncEngines:
    """One async engine whose pool keeps the connections of each loop apart."""

    def __init__(self, url: DatabaseURL) -> None:
        """With asyncpg where it is installed, else with psycopg."""
        from sqlalchemy.ext.asyncio import create_async_engine

        pool = _loop_pool()
        has_asyncpg = importlib.util.find_spec("asyncpg") is not None
        self.engine: AsyncEngine = create_async_engine(url.asyncpg if has_asyncpg else url.psycopg, poolclass=pool)

    def close(self, *, keep: asyncio.AbstractEventLoop | None = None) -> None:
        """Closes idle connections, each in its own loop; those of the loop `keep` stay open."""
        pool: Any = self.engine.pool
        for loop in list(pool.idle):
            if loop is not keep:
                _close(loop, pool.idle.pop(loop))


def _close(loop: asyncio.AbstractEventLoop, records: list[Any]) -> None:
    from sqlalchemy.util import greenlet_spawn

    async def close_all() -> None:
        for record in records:
            await greenlet_spawn(record.close)

    if not loop.is_closed() and not loop.is_running():
        loop.run_until_complete(close_all())


def _loop_pool() -> Any:
    """A class of pool. Made late: SQLAlchemy is imported only where a test needs it."""
    from sqlalchemy.pool import Pool
    from sqlalchemy.pool.base import _ConnectionRecord

    class LoopPool(Pool):
        """Hands out connections of the running loop only, as many as are asked for."""

        _is_asyncio = True

        def __init__(self, *arguments: Any, **keywords: Any) -> None:
            super().__init__(*arguments, **keywords)
            self.idle: dict[asyncio.AbstractEventLoop, list[Any]] = {}

        def _do_get(self) -> Any:
            loop = asyncio.get_running_loop()
            waiting = self.idle.get(loop)
            record = waiting.pop() if waiting else _ConnectionRecord(self)
            record.info["earnest_loop"] = loop
            return record

        def _do_return_conn(self, record: Any) -> None:
            if record.dbapi_connection is not None:
                self.idle.setdefault(record.info["earnest_loop"], []).append(record)

        def status(self) -> str:
            """How many connections wait, over all loops."""
            return f"{sum(map(len, self.idle.values()))} idle connections of {len(self.idle)} event loops"

        def dispose(self) -> None:
            """Closes what belongs to the running loop; the rest is closed in its own loop, or with it."""
            for record in self.idle.pop(asyncio.get_running_loop(), []):
                record.close()

        def recreate(self) -> LoopPool:
            return type(self)(self._creator, dialect=self._dialect, reset_on_return=self._reset_on_return)

    return LoopPool
