"""Findings for editors and `grep`: one line for each, and one that counts."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Finding, Severity
from .told import Told

__all__ = ["counted", "document", "headline", "painted"]

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36", Severity.PREVIEW: "35"}


def document(told: Told) -> str:
    """`path:line:column: CODE message [name]`, then the count."""
    return "".join(f"{headline(one, told)}\n" for one in told.shown) + "".join(f"{line}\n" for line in counted(told))


def headline(one: Finding, told: Told) -> str:
    """The first line of a finding: terminals and editors open the place at its beginning."""
    place = f"{one.location.file}:{one.location.line}:{one.location.column}"
    code = painted(one.code, f"1;{_COLOURS[one.severity]}", told)
    return f"{painted(place, '1', told)}: {code} {one.message} [{one.name}]"


def painted(text: str, colour: str, told: Told) -> str:
    """The text in an ANSI colour, where colours are wanted."""
    return f"\x1b[{colour}m{text}\x1b[0m" if told.colour else text


def counted(told: Told) -> Iterator[str]:
    """How many there are, how many can be mended, and what the baseline says."""
    number = len(told.shown)
    where = f"in {_many(told.files, 'file')}"
    if told.fixed:
        yield f"{_many(told.fixed, 'finding')} {'would be ' if told.dry else ''}mended."
    yield f"{_many(number, 'finding')} {where}." if number else f"No findings {where}."
    if told.known:
        yield f"{_many(told.known, 'known finding')} in the baseline."
    if told.gone:
        verb = "is" if told.gone == 1 else "are"
        yield f"{_many(told.gone, 'finding')} of the baseline {verb} gone: write it anew to keep it so."
    safe = sum(1 for one in told.shown if one.fix and one.safe)
    other = sum(1 for one in told.shown if one.fix and not one.safe)
    if safe:
        yield f"{safe} can be mended with --fix."
    if other:
        yield f"{other} can be mended with --unsafe-fixes: look at the result."


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
