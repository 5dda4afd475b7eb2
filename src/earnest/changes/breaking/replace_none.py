"""Puts something in the place of `None`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject

__all__ = ["ReplaceNone"]


class ReplaceNone(Operator):
    """Writes `True` where `None` was assigned, returned, yielded or the default: "nothing" becomes "something".

    Stands for the missing value that is taken for a value: the cache that seems filled, the user that seems found.

    Before: `self._connection = None`
    After: `self._connection = True`

    Must not fire in comparisons (`negate-comparison` changes those), in annotations, and behind `__hash__ =`.
    """

    name = "replace-none"
    family = Family.LOGIC
    incident = "What was not there was taken for something that is."
    nodes = (ast.Constant,)
    priority = 34
    accepts = (
        Accept("def f():\n    x = None\n    return x\n", ("def f():\n    x = True\n    return x\n",)),
        Accept(
            "def f(a=None):\n    return g(a, None)\n",
            ("def f(a=True):\n    return g(a, None)\n", "def f(a=None):\n    return g(a, True)\n"),
        ),
        Accept("def f(a):\n    return 1 if a else None\n", ("def f(a):\n    return 1 if a else True\n",)),
    )
    rejects = (
        Reject("def f(a):\n    return a is None\n", "the comparison itself is negated"),
        Reject("def f(a: None) -> None:\n    return a\n", "annotations do not run"),
        Reject("class A:\n    __hash__ = None\n", "the language gives it its meaning"),
    )

    _HOLDERS = (ast.Compare, ast.Slice, ast.MatchSingleton, ast.BinOp, ast.Subscript)

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit."""
        assert isinstance(node, ast.Constant)
        above = context.parent(node)
        if node.value is not None or isinstance(above, self._HOLDERS):
            return
        yield Edit(*context.span(node), "True", "None becomes True")
