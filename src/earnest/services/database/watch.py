"""Stands between pytest and the database: takes back behind each test what it has committed.

Rows that a fixture of a wider scope commits stay for as long as that fixture: what pytest's users expect of scopes.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest

from ...errors import EarnestError, SchemaError, ServiceError
from .choice import open_engine, wanted_by
from .leaks import LastingChangeWarning, Leak, lasting_change, note, sentence
from .port import Address, Opened

__all__ = ["Watch", "open_database"]


class Watch:
    """A plugin that exists only once a test has asked for the database."""

    def __init__(self, config: pytest.Config, opened: Opened, leaks: str) -> None:
        """Begins with what is in the worker's database now. `leaks` is what the configuration says of them."""
        self._leaks = leaks
        self._config = config
        self._opened = opened
        self.worker = opened.worker
        self.before_renewal: list[Callable[[], None]] = []
        """Called before the database is replaced: whoever holds connections to it lets go of them."""
        self._owners: list[pytest.FixtureDef[Any]] = []
        """The fixtures whose rows are the bases on top of the schema's own, in order."""
        self._set_up: set[pytest.FixtureDef[Any]] = set()
        """Fixtures of the running test."""
        self._left: list[Leak] = []
        self._lasting: list[str] = []
        self._is_closed = False

    def close(self) -> None:
        """At the end of the session, which is in the teardown of its last test."""
        with contextlib.suppress(self._opened.error):
            self.worker.isolation.has_changed()
            self._lasting = self.worker.isolation.lasting()
        self._is_closed = True
        self._config.pluginmanager.unregister(self)
        self.worker.close()

    @contextlib.contextmanager
    def private_cluster(self) -> Iterator[Address]:
        """A server of one test's own, with the schema."""
        with self._opened.private() as address:
            yield address

    @contextlib.contextmanager
    def emptied(self) -> Iterator[None]:
        """Nothing but the schema and what belongs to it; the rows of wider scopes come back behind the test."""
        with self.worker.isolation.without_bases():
            self._go_back()
            yield

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
        """Notices the rows that a fixture of a wider scope than one test has committed."""
        result = yield
        if fixturedef.scope == "function":
            self._set_up.add(fixturedef)
        elif self.worker.isolation.has_changed():
            self.worker.isolation.push()
            self._owners.append(fixturedef)
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_post_finalizer(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
        """Takes them back with the fixture, and what others put on top of them."""
        result = yield
        if fixturedef in self._set_up:
            self._set_up.remove(fixturedef)
            self._look()
        if fixturedef in self._owners and not self._is_closed:
            while fixturedef in self._owners:
                self._pop()
            self._go_back()
        return result

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Behind the finalizers of the test's own fixtures."""
        self._look()
        result = yield
        if not self._is_closed:
            self._go_back()
            self._lasting = self.worker.isolation.lasting()
        self._tell(item)
        return result

    def _look(self) -> None:
        """When the last fixture of the test is gone; those of wider scopes may follow, and take their rows with them."""
        if self._leaks and not self._set_up:
            try:
                self._left = self.worker.isolation.leaks()
            except self._opened.error:
                self._left = [Leak("connection to the database", -1)]

    def _tell(self, item: pytest.Item) -> None:
        left, self._left = self._left, []
        if self._lasting and "EARNEST_RUN" not in os.environ:  # there, the trials of other changes do the same
            item.warn(LastingChangeWarning(lasting_change(item, self._lasting)))
        if left:
            note(item, left)
        if left and self._leaks == "error":
            pytest.fail(f"This test {sentence(left)}: [tool.earnest.database] calls that an error.", pytrace=False)

    def _pop(self) -> None:
        self._owners.pop()
        self.worker.isolation.pop()

    def _go_back(self) -> None:
        if not self._opened.keeps_connections:
            self._let_go()
        try:
            done = self.worker.isolation.reset()
        except self._opened.error:
            done = False  # the test has ended our connection, or the server
        if not done:
            self._let_go()
            if not self.worker.renew():
                owners = ", ".join(repr(owner.argname) for owner in self._owners)
                raise ServiceError(
                    f"This test changed tables that the fixture {owners} had made, and they cannot be put back.",
                    cure="Name the schema in [tool.earnest.database], or let such tests use `committing_database`.",
                )

    def _let_go(self) -> None:
        for let_go in self.before_renewal:
            let_go()


def open_database(config: pytest.Config) -> Watch:
    """The database of this worker, and the watch over it, registered with pytest.

    A user's mistake fails the tests that need the database, with one sentence and no traceback.
    """
    try:
        watch = Watch(config, open_engine(config), wanted_by(config).leaks)
    except EarnestError as error:
        if "EARNEST_RUN" in os.environ and not isinstance(error, SchemaError):
            raise  # the runner of trials tells it from a test that fails
        told = str(error)
    else:
        config.pluginmanager.register(watch, "earnest-database-watch")
        return watch
    # Out here, so that pytest shows one error and not two.
    pytest.fail(told, pytrace=False)
