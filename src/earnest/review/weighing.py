"""What a run's evidence makes of findings, for the questions that several rules ask."""

from __future__ import annotations

from ..model import Finding, FindingState
from .evidence import Evidence

__all__ = ["by_catching", "by_own_lines", "by_replaced", "by_running", "by_touch"]

_ENOUGH = 20
"""Lines of first-party code. Functions have about ten: a test that runs two whole ones has something left to check."""
_HARDLY = 4
"""One call on the way through: a signature, two calls of doubles, a return."""


def by_catching(finding: Finding, evidence: Evidence) -> FindingState:
    """A test that noticed a change checks something; one that let every change past it checks nothing."""
    if evidence.catches(finding.test):
        return FindingState.WITHDRAWN
    return FindingState.CONFIRMED if evidence.blind(finding.test) else finding.state


def by_replaced(finding: Finding, evidence: Evidence) -> FindingState:
    """Whose the object was that a test found at the place `finding.clue` and replaced."""
    seen = [double for double in evidence.doubles(finding.test, finding.clue) if double.origin] if finding.clue else []
    if not seen:
        return finding.state
    own = any(double.first_party for double in seen)
    return FindingState.CONFIRMED if own else FindingState.WITHDRAWN


def by_touch(finding: Finding, evidence: Evidence) -> FindingState:
    """Whether anything met the double at the place `finding.clue`: if so, the patch has an effect."""
    seen = [double.touched for double in evidence.doubles(finding.test, finding.clue)] if finding.clue else []
    if any(seen):
        return FindingState.WITHDRAWN
    return FindingState.CONFIRMED if seen and all(one is False for one in seen) else finding.state


def by_running(finding: Finding, evidence: Evidence) -> FindingState:
    """Whether the lines of the finding, which are said to be dead, ran in a test that passed."""
    place = finding.location
    ran = evidence.ran(place.file, range(place.line, place.end_line + 1), finding.test)
    if ran is None:
        return finding.state
    return FindingState.WITHDRAWN if ran else FindingState.CONFIRMED


def by_own_lines(finding: Finding, evidence: Evidence) -> FindingState:
    """How much of the project's own code is left when the doubles are in place."""
    if not evidence.passed(finding.test):
        return finding.state
    lines = evidence.own_lines(finding.test)
    if lines >= _ENOUGH:
        return FindingState.WITHDRAWN
    return FindingState.CONFIRMED if lines <= _HARDLY else finding.state
