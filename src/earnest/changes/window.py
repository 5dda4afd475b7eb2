"""The smallest piece of a file that shows whether a changed file still parses."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .placement import first_line

if TYPE_CHECKING:
    from .context import Context

__all__ = ["still_parses"]

_COMPOUND = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.With,
    ast.AsyncWith,
    ast.Try,
    ast.TryStar,
    ast.Match,
)


def still_parses(context: Context, node: ast.AST, start: int, end: int, after: str) -> bool:
    """Whether the file parses with the characters from `start` to `end`, in or around `node`, replaced by `after`."""
    text, begin, prefix = _window(context, node, start, end)
    changed = prefix + text[: start - begin] + after + text[end - begin :]
    try:
        compile(changed, context.path, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _window(context: Context, node: ast.AST, start: int, end: int) -> tuple[str, int, str]:
    """A stretch of text around the edit, the offset at which it begins, and what must precede it to parse alone."""
    for here in [node, *context.ancestors(node)]:
        if not isinstance(here, ast.stmt):
            continue
        begin, finish = context.span(here)
        if not isinstance(here, _COMPOUND):
            if begin <= start and end <= finish:
                return context.text[begin:finish], begin, ""
            continue
        if context.text.startswith("elif", begin):
            begin += len("el")
            prefix = "if 1:\n " if here.col_offset else ""
        else:
            begin = context.line_start(first_line(here))
            prefix = "if 1:\n" if context.text[begin : begin + 1] in " \t" else ""
        header = _header(context, here)
        if begin <= start and end <= header:
            return f"{context.text[begin:header]}pass", begin, prefix
        if begin <= start and end <= finish and not prefix.endswith(" "):
            return context.text[begin:finish], begin, prefix
    return context.text, 0, ""


def _header(context: Context, statement: ast.stmt) -> int:
    """Where the body of a compound statement begins; its own start where the body is no block of statements."""
    body = getattr(statement, "body", None)
    if not body:
        return context.span(statement)[0]
    first = first_line(body[0])
    return context.offset(first, body[0].col_offset)
