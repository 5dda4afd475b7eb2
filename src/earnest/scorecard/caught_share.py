"""The kind of criterion that is a share: so many changes caught of so many that ran."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from ..config import Threshold
from ..model import Change, Criterion, CriterionState, Evidence, Family, Verdict
from .facts import Facts, Tally
from .interval import wilson
from .rule import Rule

__all__ = ["CaughtShare"]

UNREACHED_LIMIT = 0.25
"""Where no test reaches more than this share of the changes, the others say too little about the suite for a PASS."""
SMALL = 10
"""Fewer changes than this are called a small basis."""


class CaughtShare(Rule):
    """Changes of some families caught, divided by those run. What was not run, timed out or crashed is on neither
    side.
    """

    families: ClassVar[tuple[Family, ...]]
    """Empty: all."""
    unit: ClassVar[str]
    """Names the changes in the plural, e.g. `error-path changes`."""

    @abstractmethod
    def absent(self, facts: Facts) -> str:
        """Why a project without such changes has nothing of the kind; empty when it has."""

    @abstractmethod
    def advice(self, worst: str) -> str:
        """What to do about changes that were missed; `worst` is the most telling place, `path:line`."""

    def judge(self, facts: Facts) -> Criterion:
        """The share against its thresholds, held down where too little was tried."""
        tally = facts.tally(*self.families)
        if not tally.total:
            return self._without_changes(facts)
        if not tally.run:
            return self._without_answers(facts, tally)
        return Criterion(
            self.number,
            self.name,
            _state(tally, facts, facts.thresholds[self.number]),
            tally.caught,
            tally.run,
            self.unit,
            "; ".join(_remarks(tally, facts)),
            self._advice(tally),
            tuple(_evidence(tally, facts)),
        )

    def _without_changes(self, facts: Facts) -> Criterion:
        if facts.narrowed:
            return self.unknown(f"none of the changes that were asked for is one of the {self.unit}")
        reason = self.absent(facts)
        return self.not_applicable(reason) if reason else self.unknown(f"no {self.unit} could be made in this code")

    def _without_answers(self, facts: Facts, tally: Tally) -> Criterion:
        if tally.unasked:
            cause = "the run was interrupted" if facts.interrupted else "the budget was used up"
            return self.unknown(f"{cause} before any of the {tally.total} {self.unit} had its answer")
        if not tally.not_reached:
            return self.unknown(f"all {tally.total} {self.unit} ended without an answer ({_unanswered(tally)})")
        return Criterion(
            self.number,
            self.name,
            CriterionState.FAIL,
            unit=self.unit,
            reason=f"no test reaches any of the {tally.not_reached} {self.unit}",
            advice=self._advice(tally),
            evidence=tuple(_evidence(tally, facts)),
        )

    def _advice(self, tally: Tally) -> str:
        if tally.by_verdict[Verdict.MISSED]:
            return self.advice(str(tally.by_verdict[Verdict.MISSED][0].location))
        if tally.not_reached:
            return f"Write a test that gets to {tally.by_verdict[Verdict.NOT_RUN][0].location}: none does."
        return ""


def _state(tally: Tally, facts: Facts, threshold: Threshold) -> CriterionState:
    value = tally.caught / tally.run
    if value < threshold.warning:
        return CriterionState.FAIL
    lower, _upper = wilson(tally.caught, tally.run)
    too_few = tally.unasked > 0 and lower < threshold.passing
    if value < threshold.passing or facts.interrupted or too_few or _mostly_unreached(tally):
        return CriterionState.WARN
    return CriterionState.PASS


def _mostly_unreached(tally: Tally) -> bool:
    return tally.not_reached > UNREACHED_LIMIT * (tally.run + tally.not_reached)


def _remarks(tally: Tally, facts: Facts) -> Iterator[str]:
    missed = tally.count(Verdict.MISSED)
    yield f"{missed} missed" if missed else "none missed"
    if tally.not_reached:
        held = ", too many for a PASS" if _mostly_unreached(tally) else ""
        yield f"{tally.not_reached} more that no test reaches{held}"
    unanswered = _unanswered(tally)
    if unanswered:
        yield f"not counted: {unanswered}"
    if tally.unasked:
        lower, upper = wilson(tally.caught, tally.run)
        cause = "interrupted" if facts.interrupted else "a sample"
        yield f"{cause}, {tally.unasked} not asked: {100 * lower:.0f} to {100 * upper:.0f} % with 95 % confidence"
    elif facts.interrupted:
        yield "interrupted"
    if tally.run < SMALL:
        yield f"a small basis of {tally.run}"


def _unanswered(tally: Tally) -> str:
    words = {Verdict.TIMED_OUT: "timed out", Verdict.CRASHED: "crashed", Verdict.UNVIABLE: "could not be put in place"}
    return ", ".join(f"{tally.count(verdict)} {word}" for verdict, word in words.items() if tally.count(verdict))


def _evidence(tally: Tally, facts: Facts) -> Iterator[Evidence]:
    for change in tally.by_verdict[Verdict.MISSED]:
        covered = facts.covered_by(change)
        ran = "1 test ran it and passed" if covered == 1 else f"{covered} tests ran it and passed"
        yield _piece(change, ran)
    for change in tally.by_verdict[Verdict.NOT_RUN]:
        yield _piece(change, "no test reaches it")


def _piece(change: Change, outcome: str) -> Evidence:
    return Evidence(str(change.location), f"{change.description}: {outcome}", change.id)
