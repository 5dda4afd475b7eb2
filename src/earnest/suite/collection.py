"""Starts pytest with the user's own options and hands over the session right after collection. No test runs here."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from .neutral import keep_threads_away, neutralise, retire_rerunfailures

__all__ = ["Collected", "SuitePlugin", "collect", "quieten", "settle"]

Serve = Callable[[pytest.Session], None]

_SPARED: list[Any] = []
"""Streams that somebody may have kept: as long as they are here, they are not closed."""


@dataclass(slots=True)
class Collected:
    """What came of the collection."""

    exit_code: int
    errors: list[tuple[str, str]] = field(default_factory=list)
    """Node id and text of each collection error."""
    neutralised: list[str] = field(default_factory=list)
    reached: bool = False
    """Whether `serve` was called."""


class SuitePlugin:
    """Takes the place of pytest's test loop, and where wanted of its collection."""

    def __init__(
        self,
        *,
        serve: Serve | None = None,
        before: Callable[[pytest.Session], None] | None = None,
        watch: Callable[[str], None] | None = None,
    ) -> None:
        """`serve(session)` runs after collection, `before(session)` in its place; `watch` hears each node in advance."""
        self._serve = serve
        self._before = before
        self._watch = watch
        self.only: frozenset[str] | None = None
        """Absolute paths: of all test modules only these are collected. Options and conftest files act as always."""
        self.on_error: Callable[[str], None] | None = None
        """Hears the node id of a collection error instead of a report being made, which costs more than a trial."""
        self.collected = Collected(0)

    @pytest.hookimpl(tryfirst=True)
    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Leaves test modules out that nobody asked for."""
        if self.only is None or collection_path.suffix != ".py" or collection_path.name == "__init__.py":
            return None
        return None if str(collection_path) in self.only else True

    @pytest.hookimpl(wrapper=True)
    def pytest_load_initial_conftests(self, early_config: pytest.Config) -> Iterator[None]:
        """As early as a plugin such as pytest-cov may act: it would trace the imports, and on 3.11 end our own tracing."""
        self.collected.neutralised = neutralise(early_config.known_args_namespace)
        return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_cmdline_main(self, config: pytest.Config) -> None:
        """Again on the complete options."""
        names = neutralise(config.option)
        self.collected.neutralised = list(dict.fromkeys([*self.collected.neutralised, *names]))

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """And once more, behind plugins that change them."""
        neutralise(config.option)
        keep_threads_away()

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Behind the configuration, in which plugins make their options and markers known."""
        retire_rerunfailures(session.config.pluginmanager)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool | None:
        """Where the cold zygote stops."""
        if self._before is None:
            return None
        self._before(session)
        return True

    def pytest_collectstart(self, collector: pytest.Collector) -> None:
        """Tells where the collection is."""
        if self._watch is not None:
            self._watch(collector.nodeid)
        if self.on_error is not None:
            tell = self.on_error
            collector.repr_failure = lambda _error: tell(collector.nodeid)  # type: ignore[method-assign,assignment,return-value] # the one hook that pytest calls before it formats the error

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keeps what could not be collected."""
        if report.failed:
            self.collected.errors.append((report.nodeid, report.longreprtext))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Where the hot zygote stops."""
        if self._serve is not None and not self.collected.errors and not session.config.option.collectonly:
            self.collected.reached = True
            self._serve(session)
        return True


def collect(arguments: list[str], plugin: SuitePlugin, *, cache_directory: str) -> Collected:
    """Runs `pytest.main` with this plugin. pytest's cache goes to `cache_directory`."""
    own = ["-o", f"cache_dir={cache_directory}", "-p", "no:terminalprogress"]
    plugin.collected.exit_code = int(pytest.main([*own, *arguments], plugins=[plugin]))
    return plugin.collected


def quieten(session: pytest.Session) -> None:
    """Leaves global capture and sends the three standard streams to the null device, once for all coming forks.

    With capture on, every fork would share one temporary file and its offset with its siblings.
    """
    from _pytest.capture import DontReadFromInput, _get_multicapture

    null = os.open(os.devnull, os.O_RDWR)
    manager: Any = session.config.pluginmanager.getplugin("capturemanager")
    if manager is not None:
        capturing = manager._global_capturing
        if capturing is not None:
            capturing.pop_outerr_to_orig()
            _spare_streams(capturing, null)
            capturing.stop_capturing()
        manager._global_capturing = _get_multicapture("no")
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    if session.config.option.capture != "no":
        sys.stdin = DontReadFromInput()  # what tests find there in a plain run


def _spare_streams(capturing: Any, null: int) -> None:
    """Keeps pytest's streams from being closed: who kept one when it was imported, writes to the null device from now on."""
    for capture in (capturing.out, capturing.err):
        stream = getattr(capture, "tmpfile", None)
        if stream is None:  # nothing is captured
            continue
        _SPARED.append(stream)
        stream.flush()
        capture.tmpfile = io.StringIO()  # to be closed instead
        if hasattr(capture, "syscapture"):
            os.dup2(null, stream.fileno())
            capture.syscapture.tmpfile = capture.tmpfile


def settle(session: pytest.Session) -> None:
    """Makes what tests draw at random the same in every fork and every run, and keeps Hypothesis from storing examples."""
    random.seed(0)
    if any("trio" in item.name for item in session.items):
        _settle_trio()
    if "hypothesis.core" in sys.modules:
        _settle_hypothesis(session)


def _settle_trio() -> None:
    """Its scheduler shuffles the tasks, from a seed that it draws when it is imported: anyio does so in the first test."""
    with contextlib.suppress(ImportError):
        importlib.import_module("trio._core._run")._r.seed(0)


_TELLING = frozenset({"shrink", "explain"})
"""Phases of Hypothesis that make a failure readable: nobody reads it here, and they may take minutes."""


def _settle_hypothesis(session: pytest.Session) -> None:
    from hypothesis import core, database, settings

    engine: Any = core
    engine.global_force_seed = 0
    store: Any = database.DirectoryBasedExampleDatabase
    store.save = store.delete = store.move = lambda *_: None
    store.fetch = lambda *_: iter(())
    for item in session.items:
        function: Any = getattr(item, "obj", None)
        function = getattr(function, "__func__", function)
        owner: Any = getattr(item, "cls", None)
        for holder, name in ((function, "_hypothesis_internal_use_settings"), (owner, "settings")):
            current = getattr(holder, name, None)
            if isinstance(current, settings):
                phases = [phase for phase in current.phases if phase.name not in _TELLING]
                setattr(holder, name, settings(current, database=None, deadline=None, phases=phases))
