"""Turns a comparison of equality, identity or membership into its opposite."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.condition import conditions
from ..shapes.excerpt import excerpt

__all__ = ["NegateComparison"]


class NegateComparison(Operator):
    """Swaps `==` and `!=`, `is` and `is not`, `in` and `not in`.

    Stands for the branch taken by exactly the wrong cases: the owner is refused and everyone else let in.

    Before: `return user.id == document.owner_id`
    After: `return user.id != document.owner_id`

    Must not fire on `<`, `<=`, `>` and `>=`: `move-boundary` and `reverse-order` change those. Nor on a comparison
    that is the whole condition of a branch: `force-condition` decides it both ways, and who catches one of these
    catches the negation too.
    """

    name = "negate-comparison"
    family = Family.LOGIC
    incident = "A check was the wrong way round: it held for everyone but the one case it was written for."
    nodes = (ast.Compare,)
    priority = 12
    accepts = (
        Accept("def f(a, b):\n    return a == b\n", ("def f(a, b):\n    return a != b\n",)),
        Accept("def f(a):\n    return a is  not  None\n", ("def f(a):\n    return a is  None\n",)),
        Accept("def f(a, b):\n    return a not in b\n", ("def f(a, b):\n    return a in b\n",)),
        Accept(
            "def f(a, b):\n    return ('is' in a) is b\n",
            ("def f(a, b):\n    return ('is' not in a) is b\n", "def f(a, b):\n    return ('is' in a) is not b\n"),
        ),
    )
    rejects = (
        Reject("def f(a, b):\n    return a < b\n", "an order is reversed by another operator"),
        Reject("def f(a, b):\n    if a == b:\n        g()\n", "the condition is decided both ways"),
    )

    _SWAPS: ClassVar[dict[type[ast.cmpop], tuple[str, str]]] = {
        ast.Eq: (r"==", "!="),
        ast.NotEq: (r"!=", "=="),
        ast.Is: (r"\bis\b", "is not"),
        ast.IsNot: (r"\bis[\s\\]+not\b", "is"),
        ast.In: (r"\bin\b", "not in"),
        ast.NotIn: (r"\bnot[\s\\]+in\b", "in"),
    }

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit for each such comparison of the chain."""
        assert isinstance(node, ast.Compare)
        above = context.parent(node)
        if above is not None and len(node.ops) == 1 and node in conditions(above):
            return
        left = node.left
        for operation, right in zip(node.ops, node.comparators, strict=True):
            if type(operation) in self._SWAPS:
                pattern, after = self._SWAPS[type(operation)]
                start, end = context.find_between(left, right, pattern)
                yield Edit(start, end, after, f"{excerpt(node, context)} compares with `{after}`")
            left = right
