"""Moves the bound of an order comparison by one case: `<` for `<=` and back."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject

__all__ = ["MoveBoundary"]


class MoveBoundary(Operator):
    """Includes the bound where it was excluded, and excludes it where it was included.

    Stands for the off-by-one at the edge: the token that is valid one second too long, the last page that is empty,
    the buffer that may grow to its limit but not hold it.

    Before: `if len(data) > limit:`
    After: `if len(data) >= limit:`

    Must not fire on `==`, `!=`, `is` and `in`, which have no bound. `len(x) > 0` is changed: with `>= 0` the empty
    value passes.
    """

    name = "move-boundary"
    family = Family.LOGIC
    incident = "A limit was off by one: the value exactly at the bound was let through."
    nodes = (ast.Compare,)
    priority = 10
    accepts = (
        Accept("def f(a, b):\n    return a < b\n", ("def f(a, b):\n    return a <= b\n",)),
        Accept(
            "def f(a, b, c):\n    return (a) <= (  # a < b\n        b) > c\n",
            (
                "def f(a, b, c):\n    return (a) < (  # a < b\n        b) > c\n",
                "def f(a, b, c):\n    return (a) <= (  # a < b\n        b) >= c\n",
            ),
        ),
        Accept("def f(x):\n    return len(x) > 0\n", ("def f(x):\n    return len(x) >= 0\n",)),
    )
    rejects = (
        Reject("def f(a, b):\n    return a == b\n", "equality has no bound to move"),
        Reject("def f(a, b):\n    return a in b\n", "membership has no bound to move"),
    )

    _SWAPS: ClassVar[dict[type[ast.cmpop], tuple[str, str]]] = {
        ast.Lt: ("<", "<="),
        ast.LtE: ("<=", "<"),
        ast.Gt: (">", ">="),
        ast.GtE: (">=", ">"),
    }

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit for each order comparison of the chain."""
        assert isinstance(node, ast.Compare)
        left = node.left
        for operation, right in zip(node.ops, node.comparators, strict=True):
            if type(operation) in self._SWAPS:
                before, after = self._SWAPS[type(operation)]
                start, end = context.find_between(left, right, before)
                yield Edit(start, end, after, f"the comparison `{before}` becomes `{after}`")
            left = right
