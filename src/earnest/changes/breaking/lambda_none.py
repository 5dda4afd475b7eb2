"""Lets a lambda give nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.excerpt import excerpt

__all__ = ["LambdaNone"]


class LambdaNone(Operator):
    """Replaces the body of a lambda by `None`.

    Stands for the callback that computes nothing: all sort keys are equal, the default factory makes no object.

    Before: `rows.sort(key=lambda row: row.date)`
    After: `rows.sort(key=lambda row: None)`

    Must not fire on bodies that are constants, which have changes of their own.
    """

    name = "lambda-none"
    family = Family.LOGIC
    incident = "A callback gave nothing back, and all cases were treated alike."
    nodes = (ast.Lambda,)
    priority = 24
    accepts = (
        Accept("def f(a):\n    a.sort(key=lambda b: (b.c))\n", ("def f(a):\n    a.sort(key=lambda b: (None))\n",)),
    )
    rejects = (Reject("X = lambda: 1\nY = lambda: None\n", "constants have changes of their own"),)

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit."""
        assert isinstance(node, ast.Lambda)
        if not isinstance(node.body, ast.Constant):
            yield Edit(*context.span(node.body), "None", f"the lambda gives None for {excerpt(node.body, context)}")
