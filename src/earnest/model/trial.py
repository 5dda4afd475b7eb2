"""One change met the tests: what happened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["Trial", "TrialPath", "Verdict"]


class Verdict(Enum):
    """The outcomes of a trial. Nothing else ends one."""

    CAUGHT = "caught"
    """A test failed that passes without the change."""
    MISSED = "missed"
    """Every chosen test passed."""
    NOT_RUN = "not-run"
    """No test reaches the changed line."""
    TIMED_OUT = "timed-out"
    CRASHED = "crashed"
    """The process ended without an answer: a signal, `os._exit`, or pytest itself was torn down."""
    UNVIABLE = "unviable"
    """The change could not be put in place; `detail` says why."""


class TrialPath(Enum):
    """How the change reached the running program."""

    HOT = "hot"
    """`__code__` was assigned in a fork of the process that had collected the suite."""
    COLD = "cold"
    """The module was imported anew, with the change, in a fork that held none of the project's modules."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The evidence for one change."""

    change_id: str
    verdict: Verdict
    path: TrialPath
    caught_by: tuple[str, ...] = ()
    """Node ids of the tests that failed; usually one, as a trial stops at the first."""
    covered_by: int = 0
    """How many tests ran the changed line."""
    tests_run: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    detail: str = ""
    """Why it crashed, timed out or was unviable."""
    remembered: bool = False
    """The answer came from the evidence store; it was not asked again."""
