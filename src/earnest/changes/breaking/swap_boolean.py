"""Exchanges `and` and `or`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.excerpt import excerpt

__all__ = ["SwapBoolean"]


class SwapBoolean(Operator):
    """Swaps `and` and `or`; `a or b or c` becomes `a and b and c`.

    Stands for the rule that asks for one thing where it should ask for all of them, or for all where one would do.

    Before: `if user.is_active and user.is_admin:`
    After: `if user.is_active or user.is_admin:`

    Must not fire on `&` and `|`, which are arithmetic. Where a swap would bind otherwise (`a or b and c`), the operands
    keep together: the whole is put between parentheses.
    """

    name = "swap-boolean"
    family = Family.LOGIC
    incident = "Any one of the conditions was enough where all of them had to hold."
    nodes = (ast.BoolOp,)
    priority = 25
    accepts = (
        Accept("def f(a, b):\n    return a and b\n", ("def f(a, b):\n    return (a or b)\n",)),
        Accept(
            "def f(a, b, c):\n    return a or (b and  # or\n       c)\n",
            (
                "def f(a, b, c):\n    return (a and (b and  # or\n       c))\n",
                "def f(a, b, c):\n    return a or ((b or  # or\n       c))\n",
            ),
        ),
    )
    rejects = (Reject("def f(a, b):\n    return a & b\n", "not a boolean operator"),)

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit for the whole chain."""
        assert isinstance(node, ast.BoolOp)
        before, after = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        start, end = context.span(node)
        parts, behind = ["("], start
        for left, right in zip(node.values, node.values[1:], strict=False):
            here, there = context.find_between(left, right, rf"\b{before}\b")
            parts += [context.text[behind:here], after]
            behind = there
        parts += [context.text[behind:end], ")"]
        yield Edit(start, end, "".join(parts), f"{excerpt(node, context)} uses `{after}`")
