"""Exchanges `True` and `False`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject

__all__ = ["FlipBoolean"]


class FlipBoolean(Operator):
    """Writes `False` for `True` and `True` for `False`.

    Stands for the switch in the wrong position: what should be off by default is on.

    Before: `verify: bool = True`
    After: `verify: bool = False`

    Must not fire on the constants 1 and 0 (`shift-number` changes those), and on `Literal[True]`, a type.
    """

    name = "flip-boolean"
    family = Family.LOGIC
    incident = "A switch stood in the wrong position."
    nodes = (ast.Constant,)
    priority = 16
    accepts = (
        Accept(
            "def f(a=True):\n    return False\n",
            ("def f(a=False):\n    return False\n", "def f(a=True):\n    return True\n"),
        ),
        Accept("def f():\n    while True:\n        g()\n", ("def f():\n    while False:\n        g()\n",)),
    )
    rejects = (
        Reject("X = 1\n", "a number"),
        Reject("import typing as t\nX = t.Literal[True]\n", "a type"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit."""
        assert isinstance(node, ast.Constant)
        if isinstance(node.value, bool):
            yield Edit(*context.span(node), str(not node.value), f"{node.value} becomes {not node.value}")
