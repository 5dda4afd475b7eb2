"""How many findings each rule has."""

from __future__ import annotations

from collections import Counter

from .concise import counted
from .told import Told

__all__ = ["document"]


def document(told: Told) -> str:
    """One line a rule, the most frequent first, then the count."""
    numbers = Counter((one.code, one.name) for one in told.shown)
    fixable = Counter(one.code for one in told.shown if one.fix)
    width = len(str(max(numbers.values(), default=0)))
    rows = sorted(numbers.items(), key=lambda row: (-row[1], row[0]))
    lines = [
        f"{number:>{width}}  {code}  {name}" + (f"  ({fixable[code]} with a fix)" if fixable[code] else "")
        for (code, name), number in rows
    ]
    return "".join(f"{line}\n" for line in [*lines, *counted(told)])
