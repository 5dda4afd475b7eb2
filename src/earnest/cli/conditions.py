"""What this machine and environment offer, and what Earnest cannot do without."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from importlib import metadata

from ..errors import PlatformError

__all__ = ["Condition", "Standing", "conditions", "require"]

_PYTEST_NEEDED = (8, 4)
_SWITCHED_OFF = (
    "pytest-benchmark",
    "pytest-cov",
    "pytest-random-order",
    "pytest-randomly",
    "pytest-rerunfailures",
    "pytest-timeout",
    "pytest-xdist",
)
"""Earnest runs the tests in its own order, once, in its own processes and under its own limits."""


class Standing(Enum):
    """How a condition is met."""

    GOOD = "good"
    LESS = "works, with less"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing looked at."""

    name: str
    standing: Standing
    text: str
    cure: str = ""


def require() -> None:
    """Raises PlatformError for the first thing that is missing and that nothing can be done without."""
    for condition in _essential():
        if condition.standing is Standing.MISSING:
            raise PlatformError(condition.text, cure=condition.cure)


def conditions() -> Iterator[Condition]:
    """Everything, the essential first."""
    yield from _essential()
    yield _monitoring()
    yield _orphans()
    yield _landlock()
    yield from _plugins()


def _essential() -> Iterator[Condition]:
    yield _python()
    yield _pytest()
    yield _fork()


def _python() -> Condition:
    name, version = platform.python_implementation(), platform.python_version()
    if sys.implementation.name != "cpython":
        cure = "Run it with CPython 3.11 or later."
        return Condition("python", Standing.MISSING, f"Earnest swaps code objects of CPython; this is {name}.", cure)
    return Condition("python", Standing.GOOD, f"{name} {version}")


def _pytest() -> Condition:
    needed = ".".join(map(str, _PYTEST_NEEDED))
    cure = f'Install it where the tests run: pip install "pytest>={needed}".'
    try:
        version = metadata.version("pytest")
    except metadata.PackageNotFoundError:
        return Condition("pytest", Standing.MISSING, f"pytest is not installed for {sys.executable}.", cure)
    if tuple(int(part) for part in version.split(".")[:2] if part.isdigit()) < _PYTEST_NEEDED:
        return Condition("pytest", Standing.MISSING, f"pytest {version} is too old: {needed} or later is needed.", cure)
    return Condition("pytest", Standing.GOOD, f"pytest {version}")


def _fork() -> Condition:
    if hasattr(os, "fork"):
        return Condition("fork", Standing.GOOD, f"{platform.system()} can fork")
    text = f"{platform.system() or sys.platform} cannot fork a process, and Earnest runs every trial in a fork."
    return Condition("fork", Standing.MISSING, text, "Use Linux, macOS, a container or WSL.")


def _monitoring() -> Condition:
    if sys.version_info >= (3, 12):
        return Condition("coverage", Standing.GOOD, "sys.monitoring shows which test runs which line")
    return Condition("coverage", Standing.LESS, "sys.settrace: a slower baseline", "Python 3.12 is faster.")


def _orphans() -> Condition:
    # The process room cannot even be imported on Windows, which is where a doctor is needed most.
    if platform.system() == "Linux":
        return Condition("orphans", Standing.GOOD, "what a trial leaves behind is found and ended")
    return Condition("orphans", Standing.LESS, "a daemon that a trial starts can outlive it", "Use Linux.")


def _landlock() -> Condition:
    version = _landlock_version()
    if version > 0:
        return Condition("sandbox", Standing.GOOD, f"the kernel offers Landlock, version {version}")
    text = "no Landlock: changed code can write wherever you can"
    return Condition("sandbox", Standing.LESS, text, "Linux 5.13 or later with Landlock enabled, or a container.")


def _landlock_version() -> int:
    """0 where the kernel has none. landlock_create_ruleset(2) with LANDLOCK_CREATE_RULESET_VERSION asks and changes
    nothing.
    """
    if sys.platform != "linux":
        return 0
    import ctypes

    number = 444  # the same on every architecture
    return max(int(ctypes.CDLL(None, use_errno=True).syscall(number, None, 0, 1)), 0)


def _plugins() -> Iterator[Condition]:
    installed = {(distribution.name or "").lower().replace("_", "-") for distribution in metadata.distributions()}
    found = [name for name in _SWITCHED_OFF if name in installed]
    if found:
        yield Condition("plugins", Standing.GOOD, f"switched off during a run: {', '.join(found)}")
