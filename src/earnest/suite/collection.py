"""Starts pytest with the user's own options and hands over the session right after collection. No test runs here."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from .neutral import neutralise
Watch = Callable[[str], None]

__all__ = ["Collected", "collect", "quieten", "settle"]


@dataclass(slots=True)
class Collected:
    """What came of the collection."""

    exit_code: int
    errors: list[tuple[str, str]] = field(default_factory=list)
    """Node id and text of each collection error."""
    neutralised: list[str] = field(default_factory=list)
    reached: bool = False
    """Whether `serve` was called."""


Serve = Callable[[pytest.Session, Collected], None]


class _Stop:
    """The plugin that takes the place of pytest's test loop."""

    def __init__(self, serve: Serve, watch: Watch, only: frozenset[str] | None, collected: Collected) -> None:
        self._serve = serve
        self._watch = watch
        self._only = only
        self._collected = collected

    @pytest.hookimpl(tryfirst=True)
    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        if self._only is None or collection_path.suffix != ".py" or collection_path.name == "__init__.py":
            return None
        return None if str(collection_path) in self._only else True

    @pytest.hookimpl(tryfirst=True)
    def pytest_load_initial_conftests(self, early_config: pytest.Config) -> None:
        self._collected.neutralised = neutralise(early_config.known_args_namespace)

    @pytest.hookimpl(tryfirst=True)
    def pytest_cmdline_main(self, config: pytest.Config) -> None:
        names = neutralise(config.option)
        self._collected.neutralised = list(dict.fromkeys([*self._collected.neutralised, *names]))

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        neutralise(config.option)

    def pytest_collectstart(self, collector: pytest.Collector) -> None:
        self._watch(collector.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._collected.errors.append((report.nodeid, report.longreprtext))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if not self._collected.errors and not session.config.option.collectonly:
            self._collected.reached = True
            self._serve(session, self._collected)
        return True


def collect(
    arguments: list[str],
    serve: Serve,
    *,
    cache_directory: str,
    watch: Watch = lambda _node: None,
    only: frozenset[str] | None = None,
) -> Collected:
    """Runs `pytest.main` up to the end of collection, then `serve(session, collected)` in the place of the tests.

    `watch` is told each node that pytest begins to collect. pytest's cache goes to `cache_directory`. With `only`, test
    modules are collected if they are in this set of absolute paths; options and conftest files act as they always do.
    """
    collected = Collected(0)
    plugin = _Stop(serve, watch, only, collected)
    own: list[Any] = ["-o", f"cache_dir={cache_directory}", "-p", "no:terminalprogress"]
    collected.exit_code = int(pytest.main([*own, *arguments], plugins=[plugin]))
    return collected


def quieten(session: pytest.Session) -> None:
    """Leaves global capture and sends the three standard streams to the null device, once for all coming forks.

    With capture on, every fork would share one temporary file and its offset with its siblings.
    """
    from _pytest.capture import _get_multicapture

    manager: Any = session.config.pluginmanager.getplugin("capturemanager")
    if manager is not None:
        manager.stop_global_capturing()
        manager._global_capturing = _get_multicapture("no")
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()


def settle(session: pytest.Session) -> None:
    """Makes what tests draw at random the same in every fork and every run, and keeps Hypothesis from storing examples."""
    random.seed(0)
    core: Any = sys.modules.get("hypothesis.core")
    hypothesis: Any = sys.modules.get("hypothesis")
    if core is None or hypothesis is None:
        return
    core.global_force_seed = 0
    for item in session.items:
        function: Any = getattr(item, "obj", None)
        function = getattr(function, "__func__", function)
        current = getattr(function, "_hypothesis_internal_use_settings", None)
        if current is not None:
            quiet = hypothesis.settings(current, database=None, deadline=None)
            function._hypothesis_internal_use_settings = quiet
