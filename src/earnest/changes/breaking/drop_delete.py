"""Does not delete what should be deleted."""

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
    """Leaves out a `del` of an item or an attribute.

    Stands for the entry that stays: the session that is still there after the logout, the cache that only grows.

    Before: `del self.sessions[token]`
    After: `pass`

    Must not fire on `del name`: what then happens to the name is of no importance to anyone.
    """

    name = "drop-delete"
    family = Family.LOGIC
    incident = "What had been removed was still there."
    nodes = (ast.Delete,)
    priority = 10
    accepts = (Accept("def f(a):\n    del a['b'], a.c\n", ("def f(a):\n    pass\n",)),)
    rejects = (Reject("def f(a):\n    b = g(a)\n    del a\n    return b\n", "only a name is unbound"),)

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit for the whole statement."""
        assert isinstance(node, ast.Delete)
        if not all(isinstance(target, ast.Name) for target in node.targets):
            yield from drop(node, context, f"{excerpt(node.targets[0], context)} is not deleted")
