"""Questions about single syntax nodes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

__all__ = ["children", "constant", "dotted_name", "keyword", "last_name", "source_of", "text_of"]


def dotted_name(node: ast.AST | None) -> str:
    """`a.b.c` for a chain of attributes on a name, else the empty string."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    parts.append(node.id)
    return ".".join(reversed(parts))


def last_name(node: ast.AST) -> str:
    """`c` of `a.b.c`, of `f().c` and of `c`; else the empty string."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def constant(node: ast.AST | None) -> object:
    """The value of a constant; None for anything else."""
    return node.value if isinstance(node, ast.Constant) else None


def text_of(node: ast.AST | None) -> str:
    """The value of a string constant; the empty string for anything else."""
    value = constant(node)
    return value if isinstance(value, str) else ""


def keyword(call: ast.Call, *names: str) -> ast.expr | None:
    """The value of the first of these keyword arguments that is given."""
    return next((given.value for given in call.keywords if given.arg in names), None)


def children(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below, in the order of the text; not the node itself."""
    for child in ast.iter_child_nodes(node):
        yield child
        yield from children(child)


def source_of(node: ast.AST, limit: int = 60) -> str:
    """The expression as one line of text, for messages; cut in the middle where it is longer than `limit`."""
    try:
        text = " ".join(ast.unparse(node).split())
    except (RecursionError, ValueError, AttributeError):
        return "the expression"
    return text if len(text) <= limit else f"{text[: limit // 2]}…{text[-limit // 2 + 2 :]}"
