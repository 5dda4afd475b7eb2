"""Switches off, inside our own pytest process, the plugins that would distribute, reorder, repeat or trace the tests."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

__all__ = ["keep_threads_away", "neutralise", "retire_rerunfailures"]


@dataclass(frozen=True, slots=True)
class _Plugin:
    """A plugin, the options that make it act, and their values at rest."""

    name: str
    at_rest: dict[str, object]
    is_active: Callable[[Namespace], bool]


def _set(option: str) -> Callable[[Namespace], bool]:
    return lambda options: bool(getattr(options, option, None))


_PLUGINS = (
    _Plugin(
        "pytest-xdist",
        {"numprocesses": None, "dist": "no", "tx": [], "looponfail": False, "distload": False},
        lambda options: bool(getattr(options, "numprocesses", None)) or getattr(options, "dist", "no") != "no",
    ),
    _Plugin("pytest-cov", {"cov_source": [], "no_cov": True, "cov_fail_under": None}, _set("cov_source")),
    _Plugin(
        "pytest-randomly",
        {"randomly_reorganize": False, "randomly_reset_seed": False},
        lambda options: hasattr(options, "randomly_reorganize"),
    ),
    _Plugin("pytest-random-order", {"random_order_bucket": "none"}, _set("random_order_bucket")),
    _Plugin("pytest-rerunfailures", {"reruns": 0, "fail_on_flaky": False}, _set("reruns")),
    _Plugin("pytest-benchmark", {"benchmark_disable": True}, lambda options: hasattr(options, "benchmark_disable")),
    _Plugin("pytest-timeout", {"timeout": 0}, _set("timeout")),
    _Plugin(
        "pytest's own --pdb, --trace and --lf",
        {"usepdb": False, "trace": False, "lf": False, "failedfirst": False, "newfirst": False, "stepwise": False},
        lambda o: any(getattr(o, n, False) for n in ("usepdb", "trace", "lf", "failedfirst", "newfirst", "stepwise")),
    ),
    _Plugin("pytest's own --maxfail", {"maxfail": 0}, _set("maxfail")),
)


def neutralise(options: Namespace) -> list[str]:
    """Changes the parsed options in place; returns the names of the plugins that would have acted."""
    active = [plugin.name for plugin in _PLUGINS if plugin.is_active(options)]
    for plugin in _PLUGINS:
        for option, value in plugin.at_rest.items():
            if hasattr(options, option):
                setattr(options, option, value)
    return active


def keep_threads_away() -> None:
    """Where pytest-xdist is installed, pytest-rerunfailures starts a server with a thread, and no fork would be safe."""
    rerunfailures: Any = sys.modules.get("pytest_rerunfailures")
    if rerunfailures is not None:
        rerunfailures.HAS_PYTEST_HANDLECRASHITEM = False


def retire_rerunfailures(manager: pytest.PytestPluginManager) -> None:
    """Its reports rely on notes that its own test loop leaves, and ours runs instead. Its marker stays known."""
    rerunfailures = sys.modules.get("pytest_rerunfailures")
    if rerunfailures is not None and manager.is_registered(rerunfailures):
        manager.unregister(rerunfailures)
