"""The line in the terminal that says which server the tests use, also when workers of pytest-xdist run them."""

from __future__ import annotations

import os
import sqlite3
from typing import Any

import pytest

from ...errors import EarnestError
from .choice import is_sqlite, wanted_by
from .session_server import server_of

__all__ = ["Messenger", "Receiver", "announcement", "is_silent"]

_ATTRIBUTE = "earnest_database"
"""pytest-xdist sends the attributes of a report as they are."""
_LOOKS = ("collectonly", "setupplan", "showfixtures", "show_fixtures_per_test")
"""Options with which pytest collects tests and runs none."""


def is_silent(config: pytest.Config) -> bool:
    """Whether nobody reads the line, or no test will run."""
    is_look = any(config.getoption(name, False) for name in _LOOKS)
    return is_look or config.get_verbosity() < 0 or "EARNEST_RUN" in os.environ


def announcement(config: pytest.Config) -> list[str]:
    """Names the server, which is started for it unless it runs; empty where there is none: the fixtures will say why."""
    try:
        if is_sqlite(wanted_by(config)):
            return [f"database: SQLite {sqlite3.sqlite_version}, a file for each worker"]
        server = server_of(config)
        return [f"database: PostgreSQL {server.admin.version}, {server.origin}"]
    except EarnestError:
        return []


class Messenger:
    """In a worker: puts the line into the first report that the worker sends."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: Any) -> None:
        """Before the worker sends it."""
        if self._lines:
            setattr(report, _ATTRIBUTE, self._lines)
            self._lines = []


class Receiver:
    """In the controller of the workers: prints the line, once, before the first test's letter."""

    def __init__(self, config: pytest.Config) -> None:
        self._reporter: Any = config.pluginmanager.get_plugin("terminalreporter")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: Any) -> None:
        """The reports of the other workers bring the same line."""
        lines = getattr(report, _ATTRIBUTE, ())
        if lines and self._reporter is not None:
            self._reporter.ensure_newline()
            self._reporter.write_line(*lines)
            self._reporter = None
