"""Leaves out an assignment to an item: the table stays as it was."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.block import drop
from ..shapes.excerpt import excerpt

__all__ = ["DropItemAssignment"]


class DropItemAssignment(Operator):
    """Leaves out a statement that sets an item of a mapping or sequence, or adds to it.

    Stands for the lost entry: the header that is not sent, the setting that is not kept, the total that misses a row.

    Before: `headers["Retry-After"] = str(delay)`
    After: `pass`

    Must not fire where several targets are assigned, and on annotations such as `x: dict[str, int]`.
    """

    name = "drop-item-assignment"
    family = Family.EFFECTS
    incident = "An entry was missing: what should have been put into the table never was."
    nodes = (ast.Assign, ast.AugAssign)
    priority = 11
    accepts = (
        Accept(
            "def count(words):\n    n = {}\n    for w in words: n[w] = 1\n    n[''] += 1\n    return n\n",
            (
                "def count(words):\n    n = {}\n    for w in words: pass\n    n[''] += 1\n    return n\n",
                "def count(words):\n    n = {}\n    for w in words: n[w] = 1\n    pass\n    return n\n",
            ),
        ),
    )
    rejects = (
        Reject("def f(d):\n    d['a'] = b = 1\n    return b\n", "the other name would be missing"),
        Reject("def f(d):\n    d['a'], b = d\n    return b\n", "the other name would be missing"),
        Reject("def f():\n    x: dict[str, int] = {}\n    return x\n", "no item is set"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`."""
        assert isinstance(node, ast.Assign | ast.AugAssign)
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if len(targets) == 1 and isinstance(targets[0], ast.Subscript):
            yield from drop(node, context, f"{excerpt(targets[0], context)} keeps its old value")
