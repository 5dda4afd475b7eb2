"""Makes a case of a `match` never match."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.excerpt import excerpt

__all__ = ["NeverMatchCase"]


class NeverMatchCase(Operator):
    """Gives a case of a `match` statement a guard that never holds.

    Stands for the message whose kind is not recognised: it falls through to the next case, or to none.

    Before: `case {"type": "refund"}:`
    After: `case {"type": "refund"} if False:`

    Must not fire on a case that has a guard (`force-condition` changes that).
    """

    name = "never-match-case"
    family = Family.LOGIC
    incident = "One kind of message fell through to the case for all others."
    nodes = (ast.match_case,)
    priority = 15
    accepts = (
        Accept(
            "match a:\n    case (1 | 2):\n        b()\n    case _:\n        c()\n",
            (
                "match a:\n    case (1 | 2) if False:\n        b()\n    case _:\n        c()\n",
                "match a:\n    case (1 | 2):\n        b()\n    case _ if False:\n        c()\n",
            ),
        ),
        Accept("match a:\n    case (1): b()\n", ("match a:\n    case (1) if False: b()\n",)),
    )
    rejects = (Reject("match a:\n    case 1 if b:\n        c()\n", "the guard itself is changed"),)

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit, just before the colon."""
        assert isinstance(node, ast.match_case)
        if node.guard is None:
            place = context.outer_span(node.pattern)[1]
            yield Edit(place, place, " if False", f"the case {excerpt(node.pattern, context)} never matches")
