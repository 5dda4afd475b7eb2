"""Leads an application to the worker's database, for the length of one test."""

from __future__ import annotations

import inspect
import os
from collections.abc import AsyncIterator, Callable, Iterator, MutableMapping
from typing import TYPE_CHECKING, Any

import pytest

from .port import Address

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.ext.asyncio import AsyncEngine

__all__ = ["Binding"]

_ASYNC = frozenset({"asyncpg", "psycopg_async", "aiosqlite", "aiomysql", "asyncmy", "aioodbc"})
"""SQLAlchemy's drivers for asyncio."""


class Binding:
    """What the fixture `bind_database` gives: one method for each way in which applications hold their database."""

    def __init__(self, address: Address, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        """Everything is taken back at the end of the test."""
        self._address = address
        self._request = request
        self._monkeypatch = monkeypatch

    @property
    def _engine(self) -> Engine:
        engine: Engine = self._request.getfixturevalue("db_engine")
        return engine

    @property
    def _async_engine(self) -> AsyncEngine:
        engine: AsyncEngine = self._request.getfixturevalue("async_db_engine")
        return engine

    def fastapi(self, app: Any, dependency: Callable[..., Any]) -> None:
        """Overrides the dependency that yields a session: each request has one of its own, sync or async as before."""
        is_async = inspect.isasyncgenfunction(dependency) or inspect.iscoroutinefunction(dependency)
        kind = _session_class(dependency, is_async=is_async)
        engine = self._async_engine if is_async else self._engine

        async def async_session() -> AsyncIterator[Any]:
            async with kind(engine, expire_on_commit=False) as session:
                yield session

        def session() -> Iterator[Any]:
            with kind(engine) as session:
                yield session

        self._monkeypatch.setitem(app.dependency_overrides, dependency, async_session if is_async else session)

    def factory(self, factory: Any) -> None:
        """Rebinds a `sessionmaker` or `async_sessionmaker`, also one that has been imported elsewhere."""
        from sqlalchemy.ext.asyncio import async_sessionmaker

        is_async = isinstance(factory, async_sessionmaker)
        self._monkeypatch.setitem(factory.kw, "bind", self._async_engine if is_async else self._engine)

    def flask(self, app: Any, database: Any) -> None:
        """Rebinds the default engine of Flask-SQLAlchemy 3, which knows its engines by application."""
        engines: Any = database._app_engines
        with app.app_context():
            known = engines.setdefault(app, {})
        self._monkeypatch.setitem(known, None, self._engine)

    def settings(self, settings: Any, name: str = "database_url") -> None:
        """Sets an attribute of a settings object, or a key of a mapping, to the URL, for the driver that it named before.

        Frozen objects are no obstacle: whoever holds this one sees the new value, until the test ends.
        """
        is_mapping = isinstance(settings, MutableMapping)
        before = settings.get(name) if is_mapping else getattr(settings, name)
        url = self._like(str(before or ""))
        if is_mapping:
            self._monkeypatch.setitem(settings, name, url)
        else:
            object.__setattr__(settings, name, url)
            self._request.addfinalizer(lambda: object.__setattr__(settings, name, before))

    def environment(self, name: str = "DATABASE_URL") -> None:
        """Sets an environment variable to the URL, for the driver that it named before."""
        self._monkeypatch.setenv(name, self._like(os.environ.get(name, "")))

    def _like(self, before: str) -> str:
        scheme, separator, _ = before.partition("://")
        name, _, driver = scheme.partition("+")
        if not separator:
            return self._address.database_url()
        if name in self._address.schemes:
            return self._address.url(driver)
        return self._address.async_url if driver in _ASYNC else self._address.sync_url


def _session_class(dependency: Callable[..., Any], *, is_async: bool) -> Any:
    """The class that the dependency's own module uses (SQLModel has its own), else SQLAlchemy's."""
    name = "AsyncSession" if is_async else "Session"
    theirs = getattr(inspect.unwrap(dependency), "__globals__", {}).get(name)
    if isinstance(theirs, type):
        return theirs
    if is_async:
        from sqlalchemy.ext.asyncio import AsyncSession

        return AsyncSession
    from sqlalchemy.orm import Session

    return Session
