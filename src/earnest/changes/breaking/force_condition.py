"""Decides a condition in advance: always true, or always false."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.condition import BRANCHING, conditions
from ..shapes.excerpt import excerpt

__all__ = ["ForceCondition"]


class ForceCondition(Operator):
    """Replaces the condition of an `if`, a ternary, a comprehension or a guard by `True` and by `False`.

    Stands for the branch that nobody ever took: the special case that is never recognised, the guard that is gone.
    The condition of a `while` becomes `False` only: forced to `True` the loop would never end.

    Before: `if order.is_paid:`
    After: `if True:`

    Must not fire on conditions that are constants already.
    """

    name = "force-condition"
    family = Family.LOGIC
    incident = "A guard had no effect any more: the exception it was written for was treated like all the rest."
    nodes = BRANCHING
    priority = 15
    accepts = (
        Accept(
            "def f(a, b):\n    if (a and\n        b):\n        return 1\n",
            (
                "def f(a, b):\n    if (False):\n        return 1\n",
                "def f(a, b):\n    if (True):\n        return 1\n",
            ),
        ),
        Accept("def f(a):\n    while a():\n        g()\n", ("def f(a):\n    while False:\n        g()\n",)),
        Accept(
            "def f(a):\n    return [x for x in a if x]\n",
            ("def f(a):\n    return [x for x in a if False]\n", "def f(a):\n    return [x for x in a if True]\n"),
        ),
        Accept(
            "def f(a, b):\n    return a if b else 3\n",
            ("def f(a, b):\n    return a if False else 3\n", "def f(a, b):\n    return a if True else 3\n"),
        ),
    )
    rejects = (
        Reject("def f():\n    while True:\n        g()\n", "it is a constant already"),
        Reject("import typing as t\nif t.TYPE_CHECKING:\n    import a\nelse:\n    a = 1\n", "for type checkers"),
        Reject("import logging\ndef f(a):\n    if a:\n        logging.info('a')\n", "only a log line depends on it"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """Two edits for each condition, one for that of a `while`."""
        for test in conditions(node):
            start, end = context.span(test)
            for value in ("False",) if isinstance(node, ast.While) else ("False", "True"):
                yield Edit(start, end, value, f"the condition {excerpt(test, context)} is always {value.lower()}")
