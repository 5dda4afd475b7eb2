import contextlib
import sqlite3

import pytest
from sqlalchemy import create_engine


@pytest.fixture(params=["first", "second"], autouse=True)
def turn(request):
    """Each test runs twice: the second time must be like the first."""
    return request.param


@pytest.fixture
def other(database_url):
    """A connection of sqlite3's own, without SQLAlchemy."""
    with contextlib.closing(sqlite3.connect(database_url.dsn, isolation_level=None)) as connection:
        yield connection


@pytest.fixture(scope="session")
def own_engine(database_url):
    """An engine of the project's own, with its own pool and the driver's own ways."""
    engine = create_engine(database_url, pool_size=10, max_overflow=50)
    yield engine
    engine.dispose()
