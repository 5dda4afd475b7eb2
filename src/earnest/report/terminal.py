"""The report for people. Values are computed elsewhere; this room lays them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from ..model import CriterionState, Run, Verdict
from .paper import Paper
from .record import Record, record_of
from .telling import most_telling
from .terminal_change import change_lines
from .terminal_findings import finding_lines
from .terminal_scorecard import scorecard_lines
from .words import counted, duration, one_line

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["render", "render_change"]

_DIFF_LINES = 14
_WORDS = {
    Verdict.CAUGHT: ("caught", "green"),
    Verdict.MISSED: ("missed", "bold red"),
    Verdict.NOT_RUN: ("not reached by any test", "red"),
    Verdict.TIMED_OUT: ("timed out", "yellow"),
    Verdict.CRASHED: ("crashed", "yellow"),
    Verdict.UNVIABLE: ("could not be put in place", "dim"),
}


def render(run: Run, console: Console, *, shown: int = 5) -> None:
    """Prints the whole report; `shown` is how many missed changes are shown with their diff."""
    for line in _report(run, Paper.of(console), shown):
        console.print(line, soft_wrap=True, highlight=False)


def render_change(record: Record, console: Console) -> None:
    """Prints one change with everything that is known of it."""
    for line in change_lines(record, Paper.of(console), verdict=True):
        console.print(line, soft_wrap=True, highlight=False)


def _report(run: Run, paper: Paper, shown: int) -> Iterator[Text]:
    yield Text()
    yield _headline(run)
    yield from _shortened(run)
    yield Text()
    yield from scorecard_lines(run.scorecard, paper)
    yield from _missed(run, paper, shown)
    yield from finding_lines(run.findings, paper, shown)
    yield Text()
    yield _counts(run)
    yield _speed(run)
    yield from _circumstances(run, paper)
    yield Text()
    yield from paper.wrapped(_next(run), "bold", lead="Next: ")


def _headline(run: Run) -> Text:
    name = one_line(run.project.name) or run.project.root.name
    rest = f"  {counted(len(run.baseline.tests), 'test')}, {counted(len(run.changes), 'change')}"
    return Text.assemble((name, "bold"), f"{rest}, {duration(run.seconds.total)}")


def _shortened(run: Run) -> Iterator[Text]:
    asked = f"{len(run.trials)} of {counted(len(run.changes), 'change')}"
    if run.interrupted:
        yield Text(f"Interrupted: {asked} have an answer.", style="bold yellow")
    elif run.sampled:
        yield Text(f"Sampled: {asked} fitted into the budget.", style="yellow")


def _missed(run: Run, paper: Paper, shown: int) -> Iterator[Text]:
    missed = most_telling(run)
    if not missed or not shown:
        return
    some = f"{shown} of {len(missed)}, the most telling first" if len(missed) > shown else str(len(missed))
    yield Text()
    yield Text.assemble(("Missed", "bold red"), f" ({some})")
    for change in missed[:shown]:
        yield Text()
        yield from change_lines(record_of(run, change), paper, diff_limit=_DIFF_LINES)


def _counts(run: Run) -> Text:
    counts = Counter(trial.verdict for trial in run.trials.values())
    always = (Verdict.CAUGHT, Verdict.MISSED)
    parts = [
        (f"{counts[verdict]} {word}", style)
        for verdict, (word, style) in _WORDS.items()
        if counts[verdict] or verdict in always
    ]
    left = len(run.changes) - len(run.trials)
    if left:
        parts.append((f"{left} not asked", "yellow"))
    text = Text(", ").join(Text(part, style=style) for part, style in parts)
    remembered = sum(trial.remembered for trial in run.trials.values())
    return text.append(f" ({remembered} remembered)") if remembered else text


def _speed(run: Run) -> Text:
    seconds = run.seconds
    asked = sum(not trial.remembered and trial.verdict is not Verdict.NOT_RUN for trial in run.trials.values())
    rate = f"{asked / seconds.trials:.0f} changes/s: " if asked and seconds.trials > 0 else ""
    parts = (("collecting", seconds.collect), ("baseline", seconds.baseline), ("trials", seconds.trials))
    return Text(rate + ", ".join(f"{name} {duration(spent)}" for name, spent in parts), style="dim")


def _circumstances(run: Run, paper: Paper) -> Iterator[Text]:
    if run.sandbox == "none":
        yield Text("unsandboxed: changed code could write wherever you can", style="yellow")
    else:
        yield Text(f"sandbox: {run.sandbox}", style="dim")
    if run.baseline.unstable:
        names = ", ".join(map(one_line, sorted(run.baseline.unstable)))
        word = counted(len(run.baseline.unstable), "unstable test")
        yield from paper.wrapped(f"{word}, not believed when failing: {names}", "yellow")
    for note in dict.fromkeys((*run.baseline.notes, *run.notes)):
        yield from paper.wrapped(one_line(note), "dim", lead="note: ")


def _next(run: Run) -> str:
    """The one thing to do now."""
    if run.interrupted:
        return "run the same command again; it goes on where it stopped."
    missed = most_telling(run)
    if missed:
        return f"`earnest show {missed[0].id}`, then write the test that fails with that change and passes without it."
    for state in (CriterionState.FAIL, CriterionState.WARN):
        for criterion in run.scorecard.criteria:
            if criterion.state is state and criterion.advice:
                return one_line(criterion.advice)
    if run.sampled:
        return f"run without a budget to try the other {len(run.changes) - len(run.trials)}."
    return "keep it so: `earnest check --diff` with your main branch tries what a change of yours adds."
