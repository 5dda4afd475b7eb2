"""What pytest loads: options, the header, and the names of the fixtures; nothing that a suite without them would pay for."""

from __future__ import annotations

import pytest

__all__ = ["pytest_collection_finish", "pytest_configure"]


def pytest_configure(config: pytest.Config) -> None:
    """Registers the marker, and the fixtures of each service."""
    from .services.database import fixtures

    config.addinivalue_line(
        "markers", 'database(level): how a test gets its database: "transaction", "committing" or "cluster"'
    )
    config.pluginmanager.register(fixtures, "earnest-database")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Imports what the fixtures of the database need, where a test uses them."""
    names = {name for item in session.items for name in getattr(item, "fixturenames", ())}
    if "_earnest_database" in names:
        from .services.database.preload import preload

        preload(names)
