"""What a run says while it works: a live bar on a terminal, plain lines elsewhere, nothing when only JSON is wanted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from ..model import Change, Trial, Verdict

if TYPE_CHECKING:
    from types import TracebackType

    from rich.console import Console
    from rich.progress import Progress as RichBar
    from rich.progress import TaskID

__all__ = ["LiveProgress", "PlainProgress", "Progress", "SilentProgress"]

_REDRAWS_PER_SECOND = 10


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


class Tally:
    """Counts verdicts, and tells the speed and the time left by a monotonic clock."""

    def __init__(self) -> None:
        """Starts with nothing planned."""
        self.total = self.remembered = self.done = self.asked = 0
        self.of = dict.fromkeys(Verdict, 0)
        self._since = time.monotonic()

    def plan(self, total: int, remembered: int) -> None:
        """Starts the clock of the trials."""
        self.total, self.remembered = total, remembered
        self._since = time.monotonic()

    def count(self, trial: Trial) -> None:
        """Counts one verdict; a remembered one costs no time and does not enter the rate."""
        self.of[trial.verdict] += 1
        self.done += 1
        self.asked += not trial.remembered

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
        """An estimate from the rate so far; None as long as there is none."""
        left = self.total - self.remembered - self.asked
        return max(left, 0) / self.rate if self.asked else None


class SilentProgress:
    """Says nothing."""

    def __enter__(self) -> SilentProgress:
        """Nothing to open."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
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

    def __enter__(self) -> PlainProgress:
        """Nothing to open."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Says the summary, also when the run was cut short."""
        if self._planned:
            self._line(f"trials: {summary(self._tally)}, {self._tally.rate:.0f}/s, {duration(self._tally.elapsed)}")

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


class LiveProgress:
    """A bar with what is done, caught, missed, the rate and the time left; missed changes stream above it.

    It redraws only when it is told something and starts no thread: the run forks, and a fork of a process with threads may hang.
    """

    def __init__(self, console: Console) -> None:
        """`console` is a terminal."""
        self._console = console
        self._tally = Tally()
        self._bar: RichBar | None = None
        self._task: TaskID | None = None
        self._drawn = 0.0

    def __enter__(self) -> LiveProgress:
        """The bar appears with the first stage."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Takes the bar away and gives the cursor back."""
        if self._bar is not None:
            self._bar.stop()

    def stage(self, name: str) -> None:
        """Names the part beside the bar."""
        bar, task = self._open()
        bar.update(task, description=name)
        bar.refresh()

    def note(self, text: str) -> None:
        """Streams above the bar."""
        from rich.text import Text

        self._above(Text(text, style="dim"))

    def planned(self, total: int, remembered: int) -> None:
        """Gives the bar its length."""
        self._tally.plan(total, remembered)
        bar, task = self._open()
        bar.update(task, total=total, completed=remembered, tally=plan_line(total, remembered))
        bar.refresh()

    def trial(self, change: Change, trial: Trial) -> None:
        """Moves the bar; a missed change streams above it."""
        self._tally.count(trial)
        if trial.verdict is Verdict.MISSED:
            self._above(_missed_text(change))
        moment = time.monotonic()
        if moment - self._drawn >= 1 / _REDRAWS_PER_SECOND or self._tally.asked + self._tally.remembered >= self._tally.total:
            self._drawn = moment
            self._draw()

    def _draw(self) -> None:
        bar, task = self._open()
        tally = self._tally
        left = tally.seconds_left
        text = f"{tally.of[Verdict.CAUGHT]} caught  {tally.of[Verdict.MISSED]} missed  {tally.rate:.0f}/s"
        ending = f"  {duration(left)} left" if left is not None else ""
        done = min(tally.total, max(tally.done, tally.asked + tally.remembered))
        bar.update(task, completed=done, tally=text + ending)
        bar.refresh()

    def _above(self, text: object) -> None:
        bar, _task = self._open()
        bar.console.print(text, highlight=False, soft_wrap=True)

    def _open(self) -> tuple[RichBar, TaskID]:
        if self._bar is None or self._task is None:
            self._bar = _bar(self._console)
            self._task = self._bar.add_task("", total=None, tally="")
            self._bar.start()
        return self._bar, self._task


def _bar(console: Console) -> RichBar:
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as RichProgress

    return RichProgress(
        TextColumn("{task.description}", style="bold"),
        BarColumn(bar_width=20),
        TextColumn("{task.completed}/{task.total}" if console.width >= 60 else "{task.completed}"),
        TextColumn("{task.fields[tally]}"),
        console=console,
        auto_refresh=False,
        transient=True,
    )


def _missed_text(change: Change) -> object:
    from rich.text import Text

    return Text.assemble(
        (str(change.location), "bold"), "  ", (change.operator, "yellow"), "  ", one_line(change.description)
    )


def missed_line(change: Change) -> str:
    """`path:line  operator  description`."""
    return f"{change.location}  {change.operator}  {one_line(change.description)}"


def plan_line(total: int, remembered: int) -> str:
    """How much there is to do."""
    known = f", {remembered} remembered" if remembered else ""
    return f"{total} change{'' if total == 1 else 's'} to try{known}"


def summary(tally: Tally) -> str:
    """The verdicts seen, those that occurred only; caught and missed always."""
    always = (Verdict.CAUGHT, Verdict.MISSED)
    return ", ".join(f"{tally.of[verdict]} {verdict.value}" for verdict in Verdict if tally.of[verdict] or verdict in always)


def one_line(text: str) -> str:
    """`text` without line ends and terminal control characters."""
    return "".join(character if character.isprintable() else " " for character in text)


def duration(seconds: float) -> str:
    """`8 s`, `2 min 05 s`, `1 h 04 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
