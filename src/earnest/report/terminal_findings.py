"""The reviewer's findings in the report for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.text import Text

from ..model import Finding, FindingState, Severity
from .paper import Paper
from .words import counted, one_line

__all__ = ["finding_lines"]

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2, Severity.PREVIEW: 3}
_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan", Severity.PREVIEW: "dim"}


def finding_lines(findings: Sequence[Finding], paper: Paper, shown: int) -> Iterator[Text]:
    """The weightiest `shown` findings, those that evidence confirmed first, and how many there are of each rule.

    What evidence has withdrawn is not shown; the JSON document has it.
    """
    standing = [one for one in findings if one.state is not FindingState.WITHDRAWN]
    if not standing or not shown:
        return
    standing.sort(key=lambda one: (_ORDER[one.severity], one.state is not FindingState.CONFIRMED, one.location))
    some = f"{shown} of {len(standing)}, the weightiest first" if len(standing) > shown else str(len(standing))
    yield Text()
    yield Text.assemble(("Review", "bold"), f" ({some})")
    for one in standing[:shown]:
        confirmed = ", confirmed by the run" if one.state is FindingState.CONFIRMED else ""
        place = f"{one_line(str(one.location))}: "
        yield Text.assemble("  ", place, (one.code, _STYLE[one.severity]), f" {one_line(one.message)}{confirmed}")
    if len(standing) > shown:
        counts = Counter((one.code, one.name) for one in standing)
        listed = ", ".join(f"{number} {code} {name}" for (code, name), number in counts.most_common(6))
        more = f" and {counted(len(counts) - 6, 'other rule')}" if len(counts) > 6 else ""
        yield from paper.wrapped(f"{listed}{more}: `earnest review` lists them", "dim", lead="  ")
