import os

import pytest
from httpx import ASGITransport, AsyncClient
from neodyme.core.config import settings
from neodyme.core.database import get_async_session
from neodyme.main import app
from neodyme.models import Base
from neodyme.services.analytics_service import MockAnalyticsService, get_analytics_service
from neodyme.services.email_service import MockEmailService, get_email_service
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes():
    """bcrypt at its lowest cost."""
    before = settings.bcrypt_rounds
    settings.bcrypt_rounds = 4
    yield
    settings.bcrypt_rounds = before


@pytest.fixture(scope="session")
async def test_engine():
    """Create test database engine: PostgreSQL, as in production."""
    url = os.environ.get("TEST_DATABASE_URL", "postgresql://test:test@localhost:5432/test_db")
    engine = create_async_engine(url.replace("postgresql:", "postgresql+asyncpg:"))
    async with engine.begin() as conn:
        await conn.run_sync(Base.metadata.create_all)
    yield engine
    async with engine.begin() as conn:
        await conn.run_sync(Base.metadata.drop_all)
    await engine.dispose()


@pytest.fixture
async def test_session(test_engine):
    """Create isolated test database session: what is committed is a savepoint of a transaction that is rolled back."""
    async with test_engine.connect() as connection:
        transaction = await connection.begin()
        async with AsyncSession(
            connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        ) as session:
            yield session
        await transaction.rollback()


@pytest.fixture
async def test_client(test_session):
    """Create test client with dependency overrides."""
    before = dict(app.dependency_overrides)
    test_email_service = MockEmailService()
    test_analytics_service = MockAnalyticsService()

    app.dependency_overrides[get_async_session] = lambda: test_session
    app.dependency_overrides[get_email_service] = lambda: test_email_service
    app.dependency_overrides[get_analytics_service] = lambda: test_analytics_service

    async with AsyncClient(transport=ASGITransport(app=app), base_url="http://test") as client:
        # Store service references for test verification
        client.email_service = test_email_service
        client.analytics_service = test_analytics_service
        yield client

    app.dependency_overrides = before


@pytest.fixture
def sample_user_data():
    """Sample user data for testing."""
    return {"email": "test@example.com", "full_name": "Test User", "password": "SecurePassword123!"}
