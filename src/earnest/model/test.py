"""A test of the user's suite, and what the baseline saw of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["Outcome", "Test"]


class Outcome(Enum):
    """How a test ended, in pytest's words."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    XFAILED = "xfailed"
    XPASSED = "xpassed"


@dataclass(frozen=True, slots=True)
class Test:
    """One collected item, as the baseline found it."""

    __test__ = False  # pytest would try to collect a class of this name

    id: str
    """pytest's node id."""
    file: str
    """Path of its module, relative to the project root."""
    line: int
    outcome: Outcome
    seconds: float
    """Set-up, call and teardown together, by a clock that no test can have patched."""
    message: str = ""
    """The last line of the failure, when it failed."""
