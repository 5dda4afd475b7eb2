"""Takes a slice without one of its bounds."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.excerpt import excerpt

__all__ = ["DropBound"]


class DropBound(Operator):
    """Leaves out the lower bound, the upper bound or the step of a slice.

    Stands for the page that holds everything, the token with its prefix still on, the list that is not turned round.

    Before: `return rows[offset:offset + limit]`
    After: `return rows[offset:]`

    Must not fire on a lower bound of 0 or 1 or an upper bound of a plain number: `shift-number` changes those.
    """

    name = "drop-bound"
    family = Family.LOGIC
    incident = "A page held all rows there were."
    nodes = (ast.Slice,)
    priority = 17
    accepts = (
        Accept(
            "def f(a, b, c):\n    return a[b:c]\n",
            ("def f(a, b, c):\n    return a[:c]\n", "def f(a, b, c):\n    return a[b:]\n"),
        ),
        Accept("def f(a):\n    return a[::-1]\n", ("def f(a):\n    return a[::]\n",)),
        Accept("def f(a):\n    return a[:(-1)]\n", ("def f(a):\n    return a[:]\n",)),
    )
    rejects = (Reject("def f(a):\n    return a[1:], a[:3], a[0:7]\n", "the numbers are shifted"),)

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit for each bound that is not a plain number."""
        assert isinstance(node, ast.Slice)
        for name in ("lower", "upper", "step"):
            bound: ast.expr | None = getattr(node, name)
            if bound is None or isinstance(bound, ast.Constant):
                continue
            yield Edit(*context.outer_span(bound), "", f"the slice has no {name} {excerpt(bound, context)}")
