"""What a run says while it works: the port that the pipeline speaks to, and its silent and its plain listener."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from ..model import Change, Trial, Verdict
from ..report.words import duration
from .tally import Tally, missed_line, plan_line

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["PlainProgress", "Progress", "SilentProgress"]


class Progress(Protocol):
    """The listener that `pipeline.check` speaks to. Every method returns at once and raises nothing."""

    def stage(self, name: str) -> None:
        """A part of the run begins, e.g. `collecting the tests`."""

    def note(self, text: str) -> None:
        """Something that the user should know, one sentence."""

    def planned(self, total: int, remembered: int) -> None:
        """So many changes have a question to answer; for `remembered` of them the answer is known already.

        `trial` is called for the other `total - remembered`, and may be called for remembered ones too.
        """

    def trial(self, change: Change, trial: Trial) -> None:
        """One change got its verdict."""


class SilentProgress:
    """Says nothing."""

    def __enter__(self) -> Self:
        """Nothing to open."""
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing to close."""

    def stage(self, name: str) -> None:
        """Ignored."""

    def note(self, text: str) -> None:
        """Ignored."""

    def planned(self, total: int, remembered: int) -> None:
        """Ignored."""

    def trial(self, change: Change, trial: Trial) -> None:
        """Ignored."""


class PlainProgress:
    """One line per stage, note and missed change, and a summary: for log files and pipes."""

    def __init__(self, console: Console) -> None:
        """`console` is where the lines go."""
        self._console = console
        self._tally = Tally()
        self._planned = False

    def __enter__(self) -> Self:
        """Nothing to open."""
        return self

    def __exit__(self, *error: object) -> None:
        """Says the summary, also when the run was cut short."""
        if self._planned:
            speed = f"{self._tally.rate:.0f}/s" if self._tally.asked else "all remembered"
            self._line(f"trials: {self._tally}, {speed}, {duration(self._tally.elapsed)}")

    def stage(self, name: str) -> None:
        """One line."""
        self._line(name)

    def note(self, text: str) -> None:
        """One line."""
        self._line(f"note: {text}")

    def planned(self, total: int, remembered: int) -> None:
        """One line."""
        self._planned = True
        self._tally.plan(total, remembered)
        self._line(plan_line(total, remembered))

    def trial(self, change: Change, trial: Trial) -> None:
        """One line if it was missed."""
        self._tally.count(trial)
        if trial.verdict is Verdict.MISSED:
            self._line(f"missed {missed_line(change)}")

    def _line(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)
