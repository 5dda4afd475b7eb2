"""Which statement holds an edit, and which lines must run for the edit to matter."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from .context import Context

__all__ = ["Holder", "first_line", "header_end", "holder_of", "lines_of"]

Holder: TypeAlias = ast.stmt | ast.ExceptHandler | ast.match_case | ast.Module
_HOLDERS = (ast.stmt, ast.ExceptHandler, ast.match_case)


def holder_of(context: Context, node: ast.AST, start: int, end: int) -> Holder:
    """The innermost statement, handler or case around the node whose text covers these characters."""
    here: ast.AST | None = node
    while here is not None:
        if isinstance(here, _HOLDERS):
            begin, finish = _extent(context, here)
            if begin <= start and end <= finish:
                return here
        here = context.parent(here)
    return context.tree


def lines_of(context: Context, holder: Holder, start: int, end: int) -> tuple[int, int]:
    """First and last line of the simple statement, of the compound statement's header, or of the edit in its body."""
    edited = context.line_of(start), context.line_of(max(end - 1, start))
    if isinstance(holder, ast.Module):
        return edited
    first, last = first_line(holder), header_end(holder)
    return (first, last) if edited[0] <= last else edited


def first_line(holder: Holder) -> int:
    """The line of the first decorator, else of the statement itself."""
    if isinstance(holder, ast.Module):
        return 1
    if isinstance(holder, ast.match_case):
        return holder.pattern.lineno
    decorators = getattr(holder, "decorator_list", None)
    return decorators[0].lineno if decorators else holder.lineno


def header_end(holder: ast.stmt | ast.ExceptHandler | ast.match_case) -> int:
    """The last line of a simple statement, or of what stands before the body of a compound one."""
    if not (hasattr(holder, "body") or isinstance(holder, ast.Match)):
        return holder.end_lineno or holder.lineno
    last = first_line(holder) if isinstance(holder, ast.match_case) else holder.lineno
    return max([last, *(_end_line(part) for part in _header_parts(holder))])


def _header_parts(holder: ast.AST) -> list[ast.AST]:
    parts: list[ast.AST] = []
    for field, value in ast.iter_fields(holder):
        if field in ("body", "orelse", "finalbody", "handlers", "cases"):
            continue
        parts += [part for part in (value if isinstance(value, list) else [value]) if isinstance(part, ast.AST)]
    return parts


def _end_line(part: ast.AST) -> int:
    return max(getattr(node, "end_lineno", 0) for node in ast.walk(part))


def _extent(context: Context, holder: ast.AST) -> tuple[int, int]:
    start, end = context.span(holder)
    decorators = getattr(holder, "decorator_list", None)
    return (context.line_start(decorators[0].lineno) if decorators else start), end
