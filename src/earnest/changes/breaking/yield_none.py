"""Yields nothing in place of a value."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.excerpt import excerpt

__all__ = ["YieldNone"]


class YieldNone(Operator):
    """Yields `None` for each value, and from an empty tuple in place of another generator.

    Stands for the stream that has the right length and no content, or no items at all.

    Before: `yield row.email`
    After: `yield None`

    Must not fire on a bare `yield`, and on `yield None`.
    """

    name = "yield-none"
    family = Family.LOGIC
    incident = "A stream was empty, or full of nothing."
    nodes = (ast.Yield, ast.YieldFrom)
    priority = 24
    accepts = (
        Accept("def f(a):\n    yield a, 1\n", ("def f(a):\n    yield None\n",)),
        Accept(
            "def f(a):\n    b = yield from g(a)\n    return b\n", ("def f(a):\n    b = yield from ()\n    return b\n",)
        ),
    )
    rejects = (
        Reject("def f():\n    yield\n", "it yields None already"),
        Reject("def f():\n    yield None\n", "it yields None already"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit."""
        assert isinstance(node, ast.Yield | ast.YieldFrom)
        value = node.value
        if value is None or (isinstance(value, ast.Constant) and value.value is None):
            return
        after = "None" if isinstance(node, ast.Yield) else "()"
        yield Edit(*context.span(value), after, f"{after} is yielded for {excerpt(value, context)}")
