"""Counts verdicts while they come in, and tells the speed and the time left."""

from __future__ import annotations

import time

from ..model import Change, Trial, Verdict
from ..report.words import one_line

__all__ = ["Tally", "missed_line", "plan_line"]

_ENOUGH = 5
"""Answers before the time left is told."""


class Tally:
    """The verdicts so far, by a monotonic clock that starts when the trials are planned."""

    def __init__(self) -> None:
        """Starts with nothing planned."""
        self.total = self.remembered = self.told = self.asked = 0
        self.of = dict.fromkeys(Verdict, 0)
        self._since = time.monotonic()

    def plan(self, total: int, remembered: int) -> None:
        """Starts the clock of the trials."""
        self.total, self.remembered = total, remembered
        self._since = time.monotonic()

    def count(self, trial: Trial) -> None:
        """Counts one verdict; a remembered one costs no time and does not enter the rate."""
        self.of[trial.verdict] += 1
        self.told += 1
        self.asked += not trial.remembered

    @property
    def done(self) -> int:
        """Changes with an answer, whether the remembered ones are told one by one or not."""
        return min(self.total, max(self.told, self.asked + self.remembered))

    @property
    def elapsed(self) -> float:
        """Seconds since the trials began."""
        return time.monotonic() - self._since

    @property
    def rate(self) -> float:
        """Changes asked per second."""
        return self.asked / self.elapsed if self.elapsed > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """An estimate from the rate so far; None as long as it would be a guess."""
        return (self.total - self.done) / self.rate if self.asked >= _ENOUGH and self.rate else None

    def __str__(self) -> str:
        """The verdicts that occurred; caught and missed always."""
        always = (Verdict.CAUGHT, Verdict.MISSED)
        shown = [verdict for verdict in Verdict if self.of[verdict] or verdict in always]
        return ", ".join(f"{self.of[verdict]} {verdict.value}" for verdict in shown)


def missed_line(change: Change) -> str:
    """`path:line  operator  description`."""
    return f"{one_line(str(change.location))}  {change.operator}  {one_line(change.description)}"


def plan_line(total: int, remembered: int) -> str:
    """How much there is to do."""
    known = f", {remembered} of them known already" if remembered else ""
    return f"{total} change{'' if total == 1 else 's'} to try{known}"
