"""The scorecard for people: a row for each criterion, and below it why, where and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from ..model import Criterion, CriterionState, Scorecard
from .paper import Paper
from .words import one_line, percent

__all__ = ["scorecard_lines"]

_STYLES = {
    CriterionState.PASS: "bold green",
    CriterionState.WARN: "bold yellow",
    CriterionState.FAIL: "bold red",
    CriterionState.UNKNOWN: "magenta",
    CriterionState.NOT_APPLICABLE: "dim",
}
_MEASURED = (CriterionState.PASS, CriterionState.WARN, CriterionState.FAIL)
_BAR_FROM = 72
"""Columns below which the rows have no bar."""


def scorecard_lines(card: Scorecard, paper: Paper) -> Iterator[Text]:
    """Every criterion, in order."""
    for criterion in card.criteria:
        yield _row(criterion, paper)
        yield from _details(criterion, paper)


def _row(criterion: Criterion, paper: Paper) -> Text:
    style = _STYLES[criterion.state]
    row = Text.assemble(
        f"{criterion.number:>2}  ", (f"{criterion.name:<30} ", "bold"), (f"{criterion.state.value:<8}", style)
    )
    if criterion.value is not None:
        if paper.width >= _BAR_FROM:
            row.append(" ").append_text(paper.bar(criterion.value, style))
        row.append(f" {criterion.numerator}/{criterion.denominator}".rjust(12)).append(
            percent(criterion.value).rjust(7)
        )
    row.rstrip()
    return row


def _details(criterion: Criterion, paper: Paper) -> Iterator[Text]:
    yield from paper.wrapped(one_line(criterion.reason), "dim", indent=4)
    if criterion.evidence and criterion.state in _MEASURED:
        worst = criterion.evidence[0]
        yield Text.assemble("    ", (one_line(worst.place), "cyan"))
        yield from paper.wrapped(one_line(worst.text), indent=6)
    if criterion.advice and criterion.state is not CriterionState.PASS:
        yield from paper.wrapped(one_line(criterion.advice), indent=4, lead=f"{paper.arrow} ")
