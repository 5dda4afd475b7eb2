"""The entries of a collection that is written out, and the text that is left without one of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ..context import Context

__all__ = ["Display", "drops"]

Display: TypeAlias = ast.List | ast.Set | ast.Dict | ast.Tuple
Edited: TypeAlias = tuple[int, int, str]
"""Start, end and replacement."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry and its text, parentheses included, without the commas."""

    node: ast.expr
    """Its key, in a dict."""
    start: int
    end: int


def _entries(node: Display, context: Context) -> list[_Entry]:
    """The entries of a collection whose length nobody counts on; none for a target or a fixed record."""
    if isinstance(node, ast.Dict):
        return _pairs(node, context)
    if not isinstance(node, ast.Set) and not isinstance(node.ctx, ast.Load):
        return []
    if isinstance(node, ast.Tuple) and not _is_free(node, context):
        return []
    return [_Entry(element, *context.outer_span(element)) for element in node.elts]


def _pairs(node: ast.Dict, context: Context) -> list[_Entry]:
    found = []
    for key, value in zip(node.keys, node.values, strict=True):
        end = context.outer_span(value)[1]
        if key is None:
            start = context.text.rindex("**", 0, context.span(value)[0])
            found.append(_Entry(value, start, end))
        else:
            found.append(_Entry(key, context.outer_span(key)[0], end))
    return found


def _is_free(node: ast.Tuple, context: Context) -> bool:
    """Whether a tuple is a collection rather than a record: searched, looped over, or a table of its own."""
    if not context.text_of(node).startswith("(") or len(node.elts) == 1:
        return False
    above = context.parent(node)
    if isinstance(above, ast.Compare):
        return isinstance(above.ops[-1], ast.In | ast.NotIn)
    if isinstance(above, ast.Call):
        return isinstance(above.func, ast.Name) and above.func.id in ("isinstance", "issubclass")
    if isinstance(above, ast.Assign):
        return not any(isinstance(target, ast.Tuple | ast.List) for target in above.targets)
    return isinstance(above, ast.For | ast.AsyncFor | ast.comprehension | ast.AnnAssign)


def drops(node: Display, context: Context) -> Iterator[tuple[ast.expr, Edited]]:
    """For each entry: its node, and the splice that takes it and one comma away."""
    every = _entries(node, context)
    begin, finish = context.span(node)
    for index, entry in enumerate(every):
        if len(every) == 1:
            yield entry.node, _emptied(entry, node, context)
        elif isinstance(node, ast.Tuple) and len(every) == 2:
            other = every[1 - index]
            yield entry.node, (begin, finish, f"({context.text[other.start : other.end]},)")
        elif index + 1 < len(every):
            yield entry.node, (entry.start, every[index + 1].start, "")
        else:
            yield entry.node, (every[index - 1].end, entry.end, "")


def _emptied(entry: _Entry, node: Display, context: Context) -> Edited:
    """The collection without its only entry."""
    begin, finish = context.span(node)
    if isinstance(node, ast.Set):
        return begin, finish, "set()"
    return entry.start, finish - 1, ""
