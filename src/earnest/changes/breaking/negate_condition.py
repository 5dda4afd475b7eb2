"""Turns a condition into its opposite."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.condition import BRANCHING, conditions
from ..shapes.excerpt import excerpt

__all__ = ["NegateCondition"]


class NegateCondition(Operator):
    """Puts a `not` before the condition of an `if`, a ternary, a comprehension or a guard.

    Stands for the two branches exchanged: the empty basket is checked out, the full one is called empty.

    Before: `if basket:`
    After: `if not (basket):`

    Must not fire on a single comparison or on `not x`, which other operators turn round, and on the condition of a
    `while`, where the loop would often never end.
    """

    name = "negate-condition"
    family = Family.LOGIC
    incident = "The two branches of a condition were exchanged."
    nodes = BRANCHING
    priority = 40
    accepts = (
        Accept("def f(a):\n    if a:\n        return 1\n", ("def f(a):\n    if not (a):\n        return 1\n",)),
        Accept(
            "def f(a, b):\n    return 1 if a and b else 2\n", ("def f(a, b):\n    return 1 if not (a and b) else 2\n",)
        ),
    )
    rejects = (
        Reject("def f(a):\n    if a == 1:\n        return 1\n", "`!=` says the same"),
        Reject("def f(a):\n    if not a:\n        return 1\n", "`a` says the same"),
        Reject("def f(a):\n    while a:\n        a = g()\n", "the loop might not end"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit for each condition."""
        for test in conditions(node):
            single = isinstance(test, ast.Compare) and len(test.ops) == 1
            inverted = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
            if not (single or inverted or isinstance(node, ast.While)):
                start, end = context.span(test)
                yield Edit(start, end, f"not ({context.text[start:end]})", f"{excerpt(test, context)} is negated")
