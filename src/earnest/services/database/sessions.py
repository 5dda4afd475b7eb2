"""SQLAlchemy sessions as the marker `database` wants them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .level import Level

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
    from sqlalchemy.orm import Session

    from .watch import Watch

__all__ = ["open_async_session", "open_session"]


@contextlib.contextmanager
def open_session(level: Level, engine: Engine, watch: Watch) -> Iterator[Session]:
    """A session on the worker's database, on one connection that is rolled back, or on a server of its own."""
    from sqlalchemy import create_engine
    from sqlalchemy.orm import Session

    if level is Level.COMMITTING:
        with Session(engine) as session:
            yield session
    elif level is Level.TRANSACTION:
        from .pinned import PinnedSession

        pinned = PinnedSession(engine)
        yield pinned
        pinned.unpin()
    else:
        with watch.private_cluster() as address:
            own = create_engine(address.sync_url)
            address.prepare(own)
            with Session(own) as session:
                yield session
            own.dispose()


@contextlib.contextmanager
def open_async_session(level: Level, engine: AsyncEngine, watch: Watch) -> Iterator[AsyncSession]:
    """The same with an async session. It is closed from outside of its loop, which must be open and idle then."""
    from sqlalchemy.ext.asyncio import AsyncSession

    from .asynchronous import AsyncEngines, PinnedAsyncSession, close_session

    with contextlib.ExitStack() as stack:
        if level is Level.CLUSTER:
            engines = AsyncEngines(stack.enter_context(watch.private_cluster()))
            stack.callback(engines.close)
            engine = engines.engine
        kind = PinnedAsyncSession if level is Level.TRANSACTION else AsyncSession
        session = kind(engine, expire_on_commit=False)
        yield session
        close_session(session)
