"""Renders a change as the unified diff that `patch -p1` applies to the user's file."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from ..model import Change

__all__ = ["unified_diff"]

_AROUND = 3
_NO_END = "\n\\ No newline at end of file\n"


def unified_diff(change: Change, source_text: str) -> str:
    """`--- a/<path>`, `+++ b/<path>` and one hunk with three lines of context.

    Raises ValueError when the file's text has moved on since the change was made.
    """
    before = _lines(source_text)
    after = _lines(change.apply(source_text))
    start = source_text.count("\n", 0, change.start)
    stop = min(source_text.count("\n", 0, change.end) + 1, len(before))
    grown = len(after) - len(before)
    # The edit may begin or end in lines that stay as they are. GNU patch without fuzz takes a hunk with less context
    # behind it than before it for the end of the file, and refuses it anywhere else.
    while start < min(stop, stop + grown) and before[start] == after[start]:
        start += 1
    while min(stop, stop + grown) > start and before[stop - 1] == after[stop + grown - 1]:
        stop -= 1
    first, last = max(start - _AROUND, 0), min(stop + _AROUND, len(before))
    old, new = before[first:last], after[first : last + grown]
    # Both GNU patch and git take a name with spaces only when a tab ends it.
    end = "\t\n" if " " in change.location.file else "\n"
    head = [f"--- a/{change.location.file}{end}", f"+++ b/{change.location.file}{end}"]
    head.append(f"@@ -{_range(first, old)} +{_range(first, new)} @@\n")
    changed = _hunk(before[start:stop], after[start : stop + grown])
    return "".join([*head, *_marked(" ", before[first:start]), *changed, *_marked(" ", before[stop:last])])


def _lines(text: str) -> list[str]:
    """Lines with their ends. Not `splitlines`, which also splits at form feeds and Unicode separators."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _range(first: int, lines: list[str]) -> str:
    return f"{first + 1 if lines else first},{len(lines)}"


def _hunk(old: list[str], new: list[str]) -> Iterator[str]:
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from _marked(" ", old[old_start:old_end])
        else:
            yield from _marked("-", old[old_start:old_end])
            yield from _marked("+", new[new_start:new_end])


def _marked(sign: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield sign + (line if line.endswith("\n") else line + _NO_END)
