"""A `raise` statement: what it raises, and whether it reports an error at all."""

from __future__ import annotations

import ast

from ..context import Context
from .call_statement import last_name
from .excerpt import excerpt
from .handler import catches_everything

__all__ = ["CONTROL_FLOW", "described", "is_caught_on_the_spot", "is_placeholder", "raised_name", "reports_an_error"]

CONTROL_FLOW = frozenset({"StopIteration", "StopAsyncIteration", "GeneratorExit", "Return"})
"""Raised to end something in the normal way (`Return` is tornado's); no error for anyone."""


def raised_name(node: ast.Raise) -> str:
    """Name of the exception class or factory, e.g. `BadSignature`; empty for a bare `raise`."""
    return last_name(node.exc) if node.exc is not None else ""


def described(node: ast.Raise, context: Context) -> str:
    """What is raised, for a sentence: `the raise of BadSignature`, or the statement itself where no class is named."""
    if node.exc is None:
        return "the raise that passes the exception on"
    name = raised_name(node)
    return f"the raise of {name}" if name[:1].isupper() else excerpt(node, context)


def reports_an_error(node: ast.Raise, context: Context) -> bool:
    """Whether production can meet it: no control flow, no `AssertionError` of the impossible, no abstract method."""
    name = raised_name(node)
    return name not in CONTROL_FLOW and name != "AssertionError" and not is_placeholder(node, context)


def is_placeholder(node: ast.Raise, context: Context) -> bool:
    """Whether it is the `raise NotImplementedError` that is the whole body of a function."""
    if raised_name(node) != "NotImplementedError":
        return False
    function = context.function_of(node)
    return function is not None and [line for line in function.body if not context.is_docstring(line)] == [node]


def is_caught_on_the_spot(node: ast.Raise, context: Context) -> bool:
    """Whether a `try` of the same function catches whatever is raised here, first of all."""
    below: ast.AST = node
    for above in context.ancestors(node):
        if isinstance(above, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            return False
        if isinstance(above, ast.Try) and below in above.body and above.handlers:
            return catches_everything(above.handlers[0])
        below = above
    return False
