"""Scans string literals as they are written: where their contents stand, and their `{...}` fields.

The places that `ast` gives inside f-strings are wrong before Python 3.12, so the text itself is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["fields_of", "literal_parts"]

_OPENING = re.compile(r"(?P<prefix>[rRbBuUfF]{0,2})(?P<quote>'''|\"\"\"|'|\")")
_BETWEEN = re.compile(r"(?:\s|\\\n|#[^\n]*\n)*")
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


def literal_parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The contents of each of the adjacent literals from `start` to `end`, without prefixes and quotes."""
    for _, begin, finish in _literals(text, start, end):
        yield begin, finish


def fields_of(text: str, start: int, end: int, *, formatted_only: bool) -> Iterator[tuple[int, int]]:
    """The `{...}` fields of each of the adjacent literals, braces included; `{{` is no field.

    `formatted_only` looks into f-strings alone, and reads their fields as expressions; otherwise they are read as
    `str.format` reads them.
    """
    for prefix, begin, finish in _literals(text, start, end):
        if not formatted_only or "f" in prefix:
            yield from _fields(text, begin, finish, prefix)


def _literals(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Prefix in lower case, first and last offset of the contents, of each literal."""
    place = start
    while (opening := _OPENING.match(text, _skip_between(text, place))) is not None and opening.start() < end:
        prefix = opening["prefix"].lower()
        closing = _closing(text, opening.end(), end, prefix, opening["quote"])
        yield prefix, opening.end(), closing
        place = closing + len(opening["quote"])


def _skip_between(text: str, place: int) -> int:
    match = _BETWEEN.match(text, place)
    return match.end() if match else place


def _closing(text: str, place: int, end: int, prefix: str, quote: str) -> int:
    """Where the closing quote stands."""
    while place < end and not text.startswith(quote, place):
        place = _step(text, place, end, prefix)
    return place


def _step(text: str, place: int, end: int, prefix: str) -> int:
    """Behind the next character, escape, doubled brace or f-string field."""
    if text[place] == "\\" and not ("f" in prefix and text[place + 1] in "{}"):
        named = "r" not in prefix and text.startswith("\\N{", place)
        return text.index("}", place) + 1 if named else place + 2
    if "f" in prefix and text[place] == "{":
        return place + 2 if text.startswith("{{", place) else _field_end(text, place + 1, end)
    return place + 1


def _fields(text: str, begin: int, finish: int, prefix: str) -> Iterator[tuple[int, int]]:
    place = begin
    while place < finish:
        if text.startswith(("{{", "}}"), place):
            place += 2
        elif text[place] == "{":
            end_of = _field_end if "f" in prefix else _braces_end
            behind = end_of(text, place + 1, finish)
            yield place, behind
            place = behind
        else:
            place = _step(text, place, finish, prefix)


def _field_end(text: str, place: int, end: int) -> int:
    """Behind the `}` that closes the field whose expression begins at `place`, strings and brackets passed over."""
    depth = 0
    while place < end:
        char = text[place]
        if char == "}" and depth == 0:
            return place + 1
        if char == ":" and depth == 0:
            return _format_end(text, place + 1, end)
        if (literal := _OPENING.match(text, place)) is not None:
            prefix = literal["prefix"].lower()
            place = _closing(text, literal.end(), end, prefix, literal["quote"]) + len(literal["quote"])
            continue
        depth += _BRACKETS.get(char, 0)
        place += 1
    return end


def _format_end(text: str, place: int, end: int) -> int:
    """Behind the `}` that ends a format specification; fields of an f-string may stand in it."""
    while place < end and text[place] != "}":
        place = _field_end(text, place + 1, end) if text[place] == "{" else place + 1
    return min(place + 1, end)


def _braces_end(text: str, place: int, end: int) -> int:
    """Behind the `}` that closes a field of `str.format`, in which only braces count."""
    depth = 0
    while place < end:
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        place += 1
        if depth < 0:
            return place
    return end
