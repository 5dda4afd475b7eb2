import http.server
import os
import threading

import pytest
from myapp.database import Database
from myapp.llm import Provider
from myapp.users import User
from ollama import Parrot
from sqlalchemy import create_engine


@pytest.fixture(scope="session")
def test_database_url():
    """PostgreSQL, as in production."""
    return os.environ.get("TEST_DATABASE_URL", "postgresql://test:test@localhost:5432/myapp_test")


@pytest.fixture(scope="session")
def test_database(test_database_url):
    """Real database for testing - same engine as production."""
    db = Database(test_database_url)
    db.create_schema()
    yield db
    db.cleanup()


@pytest.fixture(autouse=True)
def clean_database(request):
    """Clean database state for each test that uses one."""
    if "test_database" in request.fixturenames:
        request.getfixturevalue("test_database").truncate_all_tables()


@pytest.fixture(scope="session")
def test_database_engine(test_database, test_database_url):
    """The same server, through SQLAlchemy."""
    engine = create_engine(test_database_url.replace("postgresql:", "postgresql+psycopg:"))
    yield engine
    engine.dispose()


@pytest.fixture
def user_factory():
    """Factory for creating test users with variations."""

    def _create_user(**kwargs):
        defaults = {"email": "test@example.com", "active": True}
        defaults.update(kwargs)
        return User(**defaults)

    return _create_user


@pytest.fixture(scope="session")
def real_provider():
    """The provider against a real server on this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Parrot)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Provider(f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()
