"""Lets a `for` loop run over nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.excerpt import excerpt

__all__ = ["SkipLoop"]


class SkipLoop(Operator):
    """Loops over an empty tuple.

    Stands for the batch that is not worked on at all, because what it should hold was not found.

    Before: `for order in pending:`
    After: `for order in ():`

    Must not fire on `async for`, which cannot loop over a tuple, and on a comprehension whose value is used.
    """

    name = "skip-loop"
    family = Family.LOGIC
    incident = "A batch was not worked on at all, and nobody was told."
    nodes = (ast.For, ast.comprehension)
    priority = 21
    accepts = (
        Accept("def f(a):\n    for b in (a):\n        g(b)\n", ("def f(a):\n    for b in (()):\n        g(b)\n",)),
    )
    rejects = (
        Reject("def f(a):\n    for b in ():\n        g(b)\n", "there is nothing to loop over"),
        Reject("def f(a):\n    return [b for b in a]\n", "the value is used"),
        Reject("async def f(a):\n    async for b in a:\n        g(b)\n", "a tuple is no asynchronous iterable"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit."""
        assert isinstance(node, ast.For | ast.comprehension)
        if isinstance(node, ast.For) or isinstance(context.parent(context.parent(node) or node), ast.Expr):
            yield Edit(*context.span(node.iter), "()", f"the loop over {excerpt(node.iter, context)} is skipped")
