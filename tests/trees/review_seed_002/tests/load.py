"""A client for many requests at once: a session for each request, and tables that are emptied afterwards."""

from contextlib import asynccontextmanager

from httpx import ASGITransport, AsyncClient
from neodyme.core.database import get_async_session
from neodyme.main import app
from neodyme.services.analytics_service import MockAnalyticsService, get_analytics_service
from neodyme.services.email_service import MockEmailService, get_email_service
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@asynccontextmanager
async def load_client(engine):
    async def session_of_this_request():
        async with AsyncSession(engine) as session:
            yield session
            await session.commit()

    before = dict(app.dependency_overrides)
    app.dependency_overrides[get_async_session] = session_of_this_request
    app.dependency_overrides[get_email_service] = MockEmailService
    app.dependency_overrides[get_analytics_service] = MockAnalyticsService
    async with AsyncClient(transport=ASGITransport(app=app), base_url="http://test") as client:
        yield client
    app.dependency_overrides = before
    async with engine.begin() as connection:
        await connection.execute(text("TRUNCATE neodyme_users"))
