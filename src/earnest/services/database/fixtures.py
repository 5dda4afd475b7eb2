"""The fixtures of the database. A project's own fixture of one of these names wins, as always in pytest.

Nothing here runs before a test asks for one of them; drivers and SQLAlchemy are imported then.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from .level import Level, level_of

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
    from sqlalchemy.orm import Session

    from .binding import Binding
    from .watch import Watch

__all__: list[str] = []


@pytest.fixture(scope="session")
def _earnest_database(request: pytest.FixtureRequest) -> Iterator[Watch]:
    """The worker's own database, watched: what a test commits is taken back behind it."""
    from .watch import open_database

    watch = open_database(request.config)
    yield watch
    watch.close()


@pytest.fixture(scope="session")
def database_url(_earnest_database: Watch) -> str:
    """The URL of this worker's database for SQLAlchemy; `.dsn` is the plain form that drivers take."""
    return _earnest_database.worker.address.database_url()


@pytest.fixture(scope="session")
def worker_database_url(database_url: str) -> str:
    """The same: each worker of pytest-xdist has a database of its own."""
    return database_url


@pytest.fixture(scope="session")
def db_engine(database_url: str, _earnest_database: Watch) -> Iterator[Engine]:
    """A SQLAlchemy engine on this worker's database."""
    from sqlalchemy import create_engine

    address = _earnest_database.worker.address
    engine = create_engine(address.sync_url)
    address.prepare(engine)
    _earnest_database.before_renewal.append(engine.dispose)
    yield engine
    engine.dispose()


@pytest.fixture
def db_session(request: pytest.FixtureRequest, db_engine: Engine, _earnest_database: Watch) -> Iterator[Session]:
    """A SQLAlchemy session that really commits; everything is taken back behind the test."""
    from .sessions import open_session

    with open_session(level_of(request), db_engine, _earnest_database) as session:
        yield session


@pytest.fixture(scope="session")
def async_db_engine(database_url: str, _earnest_database: Watch) -> Iterator[AsyncEngine]:
    """An async SQLAlchemy engine on this worker's database, for tests on any event loop."""
    from .asynchronous import AsyncEngines

    engines = AsyncEngines(_earnest_database.worker.address)
    _earnest_database.before_renewal.append(engines.close)
    yield engines.engine
    engines.close()


@pytest.fixture
def async_db_session(
    request: pytest.FixtureRequest, async_db_engine: AsyncEngine, _earnest_database: Watch
) -> Iterator[AsyncSession]:
    """An async SQLAlchemy session that really commits; everything is taken back behind the test."""
    from .loops import open_loop
    from .sessions import open_async_session

    with open_loop(request), open_async_session(level_of(request), async_db_engine, _earnest_database) as session:
        yield session


@pytest.fixture
def clean_database(_earnest_database: Watch, database_url: str) -> Iterator[str]:
    """This worker's database with its schema alone, even if fixtures of a wider scope have put rows there."""
    with _earnest_database.emptied():
        yield database_url


@pytest.fixture
def committing_database(request: pytest.FixtureRequest, _earnest_database: Watch) -> Iterator[str]:
    """A database of this test's own, with the schema; it goes away with the test, connections and all.

    With the marker `database("cluster")` the whole server is the test's own.
    """
    if level_of(request) is Level.CLUSTER:
        with _earnest_database.private_cluster() as address:
            yield address.database_url()
        return
    address = _earnest_database.worker.clone()
    yield address.database_url()
    _earnest_database.worker.drop(address)


@pytest.fixture
def bind_database(request: pytest.FixtureRequest, _earnest_database: Watch, monkeypatch: pytest.MonkeyPatch) -> Binding:
    """Leads an application to this worker's database: `.fastapi`, `.flask`, `.factory`, `.settings`, `.environment`."""
    from .binding import Binding

    return Binding(_earnest_database.worker.address, request, monkeypatch)
