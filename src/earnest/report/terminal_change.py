"""One change for people: where, what, the diff, and the tests that saw it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from ..model import Verdict
from .paper import Paper
from .record import Record
from .words import counted, one_line, printable

__all__ = ["change_lines", "diff_lines"]

_TESTS_SHOWN = 3
_OUTCOMES = {
    Verdict.CAUGHT.value: ("caught by:", "bold green"),
    Verdict.MISSED.value: ("missed: every test that ran it passed", "bold red"),
    Verdict.NOT_RUN.value: ("not run: no test reaches it", "bold red"),
    Verdict.TIMED_OUT.value: ("timed out", "bold yellow"),
    Verdict.CRASHED.value: ("crashed: the process ended without an answer", "bold yellow"),
    Verdict.UNVIABLE.value: ("unviable: it could not be put in place", "bold yellow"),
}
_NOT_ASKED = ("not asked: the run ended before its turn", "bold yellow")


def change_lines(record: Record, paper: Paper, *, diff_limit: int = 0, verdict: bool = False) -> Iterator[Text]:
    """A change in full. `diff_limit` cuts the diff after so many lines, 0 never; `verdict` says how its trial ended."""
    yield Text.assemble((record.place, "bold cyan"), "  ", (record.operator, "yellow"), "  ", (record.id, "dim"))
    yield from paper.wrapped(one_line(record.description), indent=2)
    if record.incident:
        yield from paper.wrapped(one_line(record.incident), "dim italic", indent=2)
    yield from diff_lines(record, paper, diff_limit)
    if verdict:
        yield from _verdict(record, paper)
    yield from _tests(record, paper, 0 if verdict else _TESTS_SHOWN)


def diff_lines(record: Record, paper: Paper, limit: int = 0) -> Iterator[Text]:
    """The hunk without its file names, which stand above it."""
    lines = record.diff.split("\n")[2:]
    lines = lines[:-1] if lines and not lines[-1] else lines
    for line in lines[: limit or None]:
        yield Text(f"    {line[:1]}{printable(line[1:])}".rstrip(), style=_diff_style(line))
    if limit and len(lines) > limit:
        yield Text(f"    {paper.ellipsis} {len(lines) - limit} more lines: earnest show {record.id}", style="dim")


def _diff_style(line: str) -> str:
    return {"+": "green", "-": "red", "@": "dim cyan"}.get(line[:1], "")


def _verdict(record: Record, paper: Paper) -> Iterator[Text]:
    text, style = _OUTCOMES.get(record.verdict, _NOT_ASKED)
    yield from paper.wrapped(f"{'remembered: ' if record.remembered else ''}{text}", style, indent=2)
    if record.detail:
        yield from paper.wrapped(one_line(record.detail), indent=2)
    for test in record.caught_by:
        yield Text(f"    {one_line(test)}", style="green")


def _tests(record: Record, paper: Paper, limit: int) -> Iterator[Text]:
    """The tests that ran the changed line, one on a line: a node id must be copied in one piece."""
    if not record.covered_by:
        return
    shown = record.run_by[: limit or None]
    passed = " and passed" if record.verdict == Verdict.MISSED.value else ""
    yield Text(f"  {counted(record.covered_by, 'test')} ran it{passed}{':' if shown else ''}")
    if not shown:
        return
    for test in shown:
        yield Text(f"    {one_line(test)}")
    if record.covered_by > len(shown):
        yield Text(f"    {paper.ellipsis} and {record.covered_by - len(shown)} more", style="dim")
