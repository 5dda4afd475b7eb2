"""Leaves out a `del` of an item or attribute."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.block import drop
from ..shapes.excerpt import excerpt

__all__ = ["DropDelete"]


class DropDelete(Operator):
    """Leaves out a `del` statement that takes something out of a mapping, a sequence or an object.

    Stands for what is never taken away: the session of a user who logged out, the row that was deleted, memory that
    only grows.

    Before: `del self.sessions[token]`
    After: `pass`

    Must not fire on `del name`, which only frees a local variable.
    """

    name = "drop-delete"
    family = Family.EFFECTS
    incident = "What had been deleted was still there."
    nodes = (ast.Delete,)
    priority = 10
    accepts = (
        Accept(
            "def logout(self, token):\n    del self.sessions[token]\n",
            ("def logout(self, token):\n    pass\n",),
        ),
        Accept("def cut(b, n): del b[:n]\n", ("def cut(b, n): pass\n",)),
    )
    rejects = (Reject("def f(big):\n    x = big.sum()\n    del big\n    return x\n", "it only frees a local variable"),)

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`."""
        assert isinstance(node, ast.Delete)
        if not all(isinstance(target, ast.Name) for target in node.targets):
            shown = ", ".join(excerpt(target, context) for target in node.targets)
            yield from drop(node, context, f"{shown} is not deleted")
