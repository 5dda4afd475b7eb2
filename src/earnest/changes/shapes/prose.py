"""Texts for people: what no program reads."""

from __future__ import annotations

import ast

from ..context import Context
from .call_statement import last_name
from .message import MESSAGE_NODES, messages

__all__ = ["is_prose"]

_PROSE_KEYWORDS = frozenset(
    {
        "help",
        "prog",
        "description",
        "epilog",
        "usage",
        "metavar",
        "doc",
        "message",
        "msg",
        "reason",
        "short_help",
        "match",
    }
)
_NAMING = frozenset({"namedtuple", "NamedTuple", "TypedDict", "TypeVar", "ParamSpec", "NewType"})


def is_prose(node: ast.expr, context: Context) -> bool:
    """Whether the text belongs to a docstring, an exception, a warning, a help page, or only names a type."""
    if context.is_docstring(node):
        return True
    child: ast.AST = node
    for above in context.ancestors(node):
        if isinstance(above, ast.Raise) or (isinstance(above, ast.keyword) and above.arg in _PROSE_KEYWORDS):
            return True
        if isinstance(above, ast.Call) and _speaks(above, child, context):
            return True
        if isinstance(above, MESSAGE_NODES) and _is_message(node, above, context):
            return True
        if isinstance(above, ast.stmt):
            return False
        child = above
    return False


def _is_message(node: ast.expr, holder: ast.AST, context: Context) -> bool:
    """Whether the text is, or is part of, what tells a person of an error."""
    start, end = context.span(node)
    stretches = context.once(
        ("messages", holder), lambda: [context.span(message.node) for message in messages(holder, context)]
    )
    return any(begin <= start and end <= finish for begin, finish in stretches)


def _speaks(call: ast.Call, argument: ast.AST, context: Context) -> bool:
    """Whether the call makes an exception or a warning, or takes its first argument for a mere name."""
    name = last_name(call.func)
    if argument is call.func:
        return False
    if name.endswith(("Error", "Exception", "Warning")) or context.resolve(call.func) == "warnings.warn":
        return True
    return name in _NAMING and bool(call.args) and argument is call.args[0]
