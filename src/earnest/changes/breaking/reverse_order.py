"""Turns an order comparison into its opposite."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject

__all__ = ["ReverseOrder"]


class ReverseOrder(Operator):
    """Swaps `<` and `>=`, `>` and `<=`: the comparison holds exactly when it did not.

    Stands for the limit that stops what it should allow: small orders are refused, large ones pass.

    Before: `if total > credit:`
    After: `if total <= credit:`

    Must not fire on `==`, `is` and `in` (`negate-comparison` changes those), and in the condition of a `while`, where
    `force-condition` says the same without a loop that never ends.
    """

    name = "reverse-order"
    family = Family.LOGIC
    incident = "A limit worked backwards: what was within it was refused, what exceeded it was accepted."
    nodes = (ast.Compare,)
    priority = 30
    accepts = (
        Accept("def f(a, b):\n    return a < b\n", ("def f(a, b):\n    return a >= b\n",)),
        Accept("def f(a, b):\n    return a >= b\n", ("def f(a, b):\n    return a < b\n",)),
    )
    rejects = (
        Reject("def f(a, b):\n    return a == b\n", "there is no order"),
        Reject("def f(a, b):\n    while a < b:\n        a = g(a)\n", "the loop would not end"),
    )

    _SWAPS: ClassVar[dict[type[ast.cmpop], tuple[str, str]]] = {
        ast.Lt: ("<", ">="),
        ast.LtE: ("<=", ">"),
        ast.Gt: (">", "<="),
        ast.GtE: (">=", "<"),
    }

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit for each order comparison of the chain."""
        assert isinstance(node, ast.Compare)
        if isinstance(context.parent(node), ast.While):
            return
        left = node.left
        for operation, right in zip(node.ops, node.comparators, strict=True):
            if type(operation) in self._SWAPS:
                before, after = self._SWAPS[type(operation)]
                start, end = context.find_between(left, right, before)
                yield Edit(start, end, after, f"the comparison `{before}` becomes `{after}`")
            left = right
