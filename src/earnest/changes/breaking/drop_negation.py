"""Leaves out a `not`, a minus sign or a `~`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.condition import conditions
from ..shapes.excerpt import excerpt

__all__ = ["DropNegation"]


class DropNegation(Operator):
    """Takes the operand of `not x`, `-x` and `~x` without its sign.

    Stands for the sign that gets lost: the debt that is booked as a credit, the check that refuses the right ones.

    Before: `return not expired`
    After: `return expired`

    Must not fire on `+x`, which changes nothing, and on a `not` that is the whole condition of a branch or loop, which
    `force-condition` decides both ways.
    """

    name = "drop-negation"
    family = Family.LOGIC
    incident = "A sign or a `not` was lost, and the opposite was done."
    nodes = (ast.UnaryOp,)
    priority = 14
    accepts = (
        Accept("def f(a):\n    return not (a)\n", ("def f(a):\n    return (a)\n",)),
        Accept("def f(a):\n    return a[-1]\n", ("def f(a):\n    return a[1]\n",)),
        Accept("def f(a):\n    return-a\n", ("def f(a):\n    return a\n",)),
        Accept("def f(a):\n    return ~ a\n", ("def f(a):\n    return a\n",)),
        Accept("def f(a):\n    return[not(a)]\n", ("def f(a):\n    return[(a)]\n",)),
    )
    rejects = (
        Reject("def f(a):\n    return +a\n", "nothing would change"),
        Reject("def f(a):\n    while not a():\n        g()\n", "the loop would not end"),
        Reject("def f(a):\n    if not a:\n        g()\n", "the condition is decided both ways"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The operand as it stands, parentheses included."""
        assert isinstance(node, ast.UnaryOp)
        above = context.parent(node)
        if isinstance(node.op, ast.UAdd) or (above is not None and node in conditions(above)):
            return
        start, end = context.span(node)
        width = 3 if isinstance(node.op, ast.Not) else 1
        operand = context.text[start + width : end]
        if operand.strip(" \t") == operand.strip():  # else a comment or line end follows the sign
            yield Edit(start, end, operand.strip(), f"{excerpt(node, context)} loses its negation")
