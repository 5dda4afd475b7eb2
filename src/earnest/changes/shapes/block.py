"""Statements and blocks that can give way to another text: the splices that keep a file parseable."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from ..context import Context
from ..operator import Edit

__all__ = ["drop", "own_nodes", "replace_block"]

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_BINDS = (ast.NamedExpr, ast.Yield, ast.YieldFrom)


def drop(statement: ast.stmt, context: Context, description: str) -> Iterator[Edit]:
    """`pass` in place of a simple statement.

    Nothing where it holds a walrus or a `yield`: the name would be missing, or the generator become a function, and
    every test would see that at once.
    """
    if not any(isinstance(node, _BINDS) for node in ast.walk(statement)):
        start, end = context.span(statement)
        yield Edit(start, end, "pass", description)


def replace_block(body: Sequence[ast.stmt], context: Context, after: str, description: str) -> Iterator[Edit]:
    """One statement in place of a whole block; nothing where the block yields or begins with a decorator."""
    yields = any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own_nodes(body))
    if not yields and not getattr(body[0], "decorator_list", None):
        yield Edit(context.span(body[0])[0], context.span(body[-1])[1], after, description)


def own_nodes(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of these statements that run with them: bodies of functions, classes and lambdas are left out."""
    stack = list(body)
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, _SCOPES):
            stack += ast.iter_child_nodes(node)
