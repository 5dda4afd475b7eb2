from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest
from myapp.config import TestConfig
from myapp.database import Database, Session
from myapp.models import User


@pytest.fixture(scope="session")
def db_engine() -> Generator[Any, None, None]:
    """Create a database engine for the entire test session."""
    engine = Database.create_engine(TestConfig.DATABASE_URL)
    Database.create_all_tables(engine)
    yield engine
    Database.drop_all_tables(engine)
    engine.dispose()


@pytest.fixture(scope="function")
def db_session(db_engine: Any) -> Generator[Session, None, None]:
    """Provide a transactional database session that rolls back after each test."""
    connection = db_engine.connect()
    transaction = connection.begin()
    session = Session(bind=connection, join_transaction_mode="create_savepoint")

    yield session

    session.close()
    transaction.rollback()
    connection.close()


@pytest.fixture
def sample_user(db_session: Session) -> User:
    """Create a sample user in the test database."""
    user = User(name="Test User", email="test@example.com", is_active=True)
    db_session.add(user)
    db_session.flush()
    return user


@pytest.fixture
def auth_headers(sample_user: User) -> dict[str, str]:
    """Generate authentication headers for API tests."""
    token = sample_user.generate_access_token(expires_in=3600)
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture(autouse=True)
def reset_caches() -> Generator[None, None, None]:
    """Clear all caches before each test to ensure isolation."""
    yield
    from myapp.cache import cache_registry

    cache_registry.clear_all()


@pytest.fixture(autouse=True, scope="session")
def configure_logging() -> None:
    """Set up logging for the test session."""
    import logging

    logging.basicConfig(level=logging.WARNING)
