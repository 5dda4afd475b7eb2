import os

import pytest
import pytest_asyncio
from app.database import Base, sessions
from app.main import application
from httpx import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import create_async_engine


@pytest.fixture(scope="session")
def database_url():
    url = os.environ.get("TEST_DATABASE_URL", "postgresql://test:test@localhost/testdb")
    return url.replace("postgresql:", "postgresql+asyncpg:")


@pytest_asyncio.fixture(scope="session")
async def engine(database_url):
    """One engine per test session (fast)."""
    eng = create_async_engine(database_url)
    async with eng.begin() as conn:
        await conn.run_sync(Base.metadata.create_all)
    yield eng
    async with eng.begin() as conn:
        await conn.run_sync(Base.metadata.drop_all)
    await eng.dispose()


@pytest_asyncio.fixture
async def rollback(engine):
    """Each test gets a clean transaction, rolled back after."""
    async with engine.connect() as conn:
        transaction = await conn.begin()
        sessions.configure(bind=conn, join_transaction_mode="create_savepoint")
        yield
        sessions.configure(bind=None)
        await transaction.rollback()


@pytest.fixture
def app(rollback):
    return application


@pytest_asyncio.fixture
async def client(app):
    async with AsyncClient(transport=ASGITransport(app=app), base_url="http://test") as c:
        yield c
