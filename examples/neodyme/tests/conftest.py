"""Fixtures that every part of the suite may use."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from httpx import ASGITransport, AsyncClient
from hypothesis import settings
from neodyme.core.config import get_settings
from neodyme.core.database import get_async_session
from neodyme.core.login_limiter import LoginLimiter, get_login_limiter
from neodyme.main import app
from neodyme.services.analytics_service import MockAnalyticsService, get_analytics_service
from neodyme.services.email_service import MockEmailService, get_email_service
from support.people import Account, register

settings.register_profile("neodyme", deadline=None)  # a busy machine is no bug
settings.load_profile("neodyme")


@pytest.fixture(scope="session", autouse=True)
def settings_for_tests() -> Iterator[None]:
    """Cheap hashes. The URL leads nowhere: whoever wants a database takes `client` or binds one."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ENVIRONMENT", "testing")
        environment.setenv("BCRYPT_ROUNDS", "4")
        environment.setenv("SECRET_KEY", "a key for tests, which is long enough for any algorithm that a test may try")
        environment.setenv("DATABASE_URL", "postgresql+asyncpg://nobody@127.0.0.1:9/nowhere")
        get_settings.cache_clear()
        yield
    get_settings.cache_clear()


@pytest.fixture
def outbox() -> MockEmailService:
    """The mail that the application believes to have sent."""
    return MockEmailService()


@pytest.fixture
def events() -> MockAnalyticsService:
    """The events that the application believes to have reported."""
    return MockAnalyticsService()


@pytest.fixture
async def account(client: AsyncClient) -> Account:
    """Ada, who has just registered."""
    return await register(client)


@pytest.fixture
async def client(
    bind_database, monkeypatch: pytest.MonkeyPatch, outbox: MockEmailService, events: MockAnalyticsService
) -> AsyncIterator[AsyncClient]:
    """Talks to the application on a real database; a request has a session of its own, and mail goes to the outbox."""
    bind_database.fastapi(app, get_async_session)
    limiter = LoginLimiter(max_failures=5, window_seconds=300)
    monkeypatch.setitem(app.dependency_overrides, get_email_service, lambda: outbox)
    monkeypatch.setitem(app.dependency_overrides, get_analytics_service, lambda: events)
    monkeypatch.setitem(app.dependency_overrides, get_login_limiter, lambda: limiter)
    async with AsyncClient(transport=ASGITransport(app=app), base_url="http://neodyme") as client:
        yield client


@pytest.fixture
def pooled_environment(bind_database, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The settings lead to the database of this worker, as they would in production."""
    bind_database.environment("DATABASE_URL")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture
async def pooled_client(
    client: AsyncClient, pooled_environment: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AsyncClient]:
    """Talks to the application as it is started in production: on a pool of 20 connections of its own."""
    monkeypatch.delitem(app.dependency_overrides, get_async_session)
    async with app.router.lifespan_context(app):
        yield client
