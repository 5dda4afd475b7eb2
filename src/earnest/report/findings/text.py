"""Findings for people: the place, what is wrong, the line itself, and what to do instead."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Finding
from .concise import counted, headline, painted
from .told import Told

__all__ = ["document"]

_WIDTH = 110
"""Longer lines of source are cut."""


def document(told: Told) -> str:
    """A paragraph for each finding, then the count."""
    lines: dict[str, list[str]] = {}
    parts: list[str] = []
    for one in told.shown:
        path = one.location.file
        if path not in lines:
            lines[path] = told.lines(path)
        parts += [*_paragraph(one, lines[path], told), ""]
    return "".join(f"{line}\n" for line in [*parts, *counted(told)])


def _paragraph(one: Finding, lines: list[str], told: Told) -> Iterator[str]:
    yield headline(one, told)
    number = one.location.line
    source = lines[number - 1].strip() if number <= len(lines) else ""
    if source:
        shown = source if len(source) <= _WIDTH else f"{source[:_WIDTH]}…"
        yield f"    {painted(f'{number} |', '2', told)} {''.join(map(_visible, shown))}"
    if one.cure:
        yield f"    {painted('=', '36', told)} {one.cure}"


def _visible(sign: str) -> str:
    """Control characters of a source must not reach the terminal."""
    return sign if sign.isprintable() else " "
