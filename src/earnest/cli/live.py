"""The progress bar on a terminal: done, caught, missed, rate, time left; missed changes stream above it."""

from __future__ import annotations

import time
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.text import Text

from ..model import Change, Trial, Verdict
from ..report.words import duration, one_line
from .tally import Tally, plan_line

__all__ = ["LiveProgress"]

_REDRAWS_PER_SECOND = 10
_ROOM_FOR_ALL = 90
"""Columns from which on the name of the stage fits beside the figures of the trials."""


class LiveProgress:
    """Redraws only when it is told something, and starts no thread: the run forks, and a fork of threads may hang."""

    def __init__(self, console: Console) -> None:
        """`console` is a terminal."""
        self._tally = Tally()
        self._drawn = 0.0
        self._bar = Progress(
            TextColumn("{task.description}", style="bold", markup=False),
            BarColumn(bar_width=20),
            TextColumn("{task.fields[figures]}", markup=False),
            console=console,
            auto_refresh=False,
            transient=True,
        )
        self._task: TaskID = self._bar.add_task("starting", total=None, figures="")

    def __enter__(self) -> Self:
        """Shows the bar."""
        self._bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Takes the bar away and gives the cursor back."""
        self._bar.stop()

    def stage(self, name: str) -> None:
        """Names the part beside the bar."""
        self._bar.update(self._task, description=one_line(name), refresh=True)

    def note(self, text: str) -> None:
        """Streams above the bar."""
        self._above(Text(one_line(text), style="dim"))

    def planned(self, total: int, remembered: int) -> None:
        """Gives the bar its length."""
        self._tally.plan(total, remembered)
        figures = plan_line(total, remembered)
        self._bar.update(self._task, total=total, completed=remembered, figures=figures)
        if self._bar.console.width < _ROOM_FOR_ALL:
            self._bar.update(self._task, description="")
        self._bar.refresh()

    def trial(self, change: Change, trial: Trial) -> None:
        """Moves the bar; a missed change streams above it."""
        self._tally.count(trial)
        if trial.verdict is Verdict.MISSED:
            self._above(_missed(change))
        moment = time.monotonic()
        if moment - self._drawn >= 1 / _REDRAWS_PER_SECOND or self._tally.done >= self._tally.total:
            self._drawn = moment
            self._bar.update(self._task, completed=self._tally.done, figures=self._figures(), refresh=True)

    def _figures(self) -> str:
        tally = self._tally
        caught, missed = tally.of[Verdict.CAUGHT], tally.of[Verdict.MISSED]
        left = f"  {duration(tally.seconds_left)} left" if tally.seconds_left is not None else ""
        return f"{tally.done}/{tally.total}  {caught} caught  {missed} missed  {tally.rate:.0f}/s{left}"

    def _above(self, text: Text) -> None:
        self._bar.console.print(text, highlight=False, soft_wrap=True)


def _missed(change: Change) -> Text:
    place = one_line(str(change.location))
    return Text.assemble((place, "bold cyan"), "  ", (change.operator, "yellow"), "  ", one_line(change.description))
