"""Turns an order comparison into its opposite."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.condition import conditions

__all__ = ["ReverseOrder"]


class ReverseOrder(Operator):
    """Swaps `<` and `>=`, `>` and `<=`: the comparison holds exactly when it did not.

    Stands for the limit that stops what it should allow: small orders are refused, large ones pass.

    Before: `return total > credit`
    After: `return total <= credit`

    Must not fire on `==`, `is` and `in` (`negate-comparison` changes those), and on the whole condition of a branch or
    loop: `force-condition` decides it both ways, and who catches one of these catches the opposite too.
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
        Reject("def f(a, b):\n    if a < b:\n        g()\n", "the condition is decided both ways"),
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
        above = context.parent(node)
        if above is not None and len(node.ops) == 1 and node in conditions(above):
            return
        left = node.left
        for operation, right in zip(node.ops, node.comparators, strict=True):
            if type(operation) in self._SWAPS:
                before, after = self._SWAPS[type(operation)]
                start, end = context.find_between(left, right, before)
                yield Edit(start, end, after, f"the comparison `{before}` becomes `{after}`")
            left = right
