"""What pytest loads: options, the header, and the names of the fixtures; nothing that a suite without them would pay for."""

from __future__ import annotations

import pytest

__all__ = ["pytest_configure"]


def pytest_configure(config: pytest.Config) -> None:
    """Registers the marker, and the fixtures of each service."""
    from .services.postgres import fixtures

    config.addinivalue_line(
        "markers", 'database(level): how a test gets its database: "transaction", "committing" or "cluster"'
    )
    config.pluginmanager.register(fixtures, "earnest-postgres")
