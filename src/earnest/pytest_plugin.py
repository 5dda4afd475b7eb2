"""What pytest loads: the marker, the fixtures' names, a line in the terminal; nothing that a suite without them pays for."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

__all__ = [
    "pytest_collection_finish",
    "pytest_configure",
    "pytest_report_collectionfinish",
    "pytest_sessionstart",
    "pytest_terminal_summary",
]


def pytest_configure(config: pytest.Config) -> None:
    """Registers the marker, and the fixtures of each service."""
    from .services.database import fixtures

    config.addinivalue_line(
        "markers", 'database(level): how a test gets its database: "transaction", "committing" or "cluster"'
    )
    config.pluginmanager.register(fixtures, "earnest-database")


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Where workers of pytest-xdist run the tests, the line comes from one of them: nobody else knows what they want."""
    config = session.config
    if config.pluginmanager.has_plugin("dsession"):
        from .services.database.announcement import Receiver

        config.pluginmanager.register(Receiver(config), "earnest-database-receiver")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Imports what the fixtures of the database need, where a test uses them."""
    names = _fixtures_of(session.items)
    if "_earnest_database" in names:
        from .services.database.preload import preload

        preload(names, session.config)
        if hasattr(session.config, "workerinput"):
            from .services.database.announcement import Messenger, announcement, is_silent

            if not is_silent(session.config):
                session.config.pluginmanager.register(Messenger(announcement(session.config)))


def pytest_report_collectionfinish(config: pytest.Config, items: list[pytest.Item]) -> list[str]:
    """Says which server the tests use. Not in the header: nobody knows then whether a test wants one."""
    if "_earnest_database" in _fixtures_of(items):
        from .services.database.announcement import announcement, is_silent

        if not is_silent(config):
            return announcement(config)
    return []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names the tests that left something in the database, where the configuration asks for it."""
    # Reports of fixtures that ended well, and of those that did not: one look at each, in a suite without a database, too.
    ends = (*terminalreporter.stats.get("", ()), *terminalreporter.stats.get("error", ()))
    told = [report for report in ends if getattr(report, "user_properties", ())]  # a file has none
    if told:
        from .services.database.leaks import tell

        tell(terminalreporter, told)


def _fixtures_of(items: Iterable[pytest.Item]) -> set[str]:
    return {name for item in items for name in getattr(item, "fixturenames", ())}
