"""Leaves out an assignment that changes something which is there before."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.block import drop
from ..shapes.excerpt import excerpt
from ..shapes.update import is_update

__all__ = ["DropAssignment"]


class DropAssignment(Operator):
    """Leaves out an assignment to an attribute or an item, one that works on its own target, and any `+=`.

    Stands for the state that is not updated: the counter that stands still, the name that is never normalised, the
    entry that is not stored.

    Before: `name = name.strip()`
    After: `pass`

    Must not fire on a name that gets its first value, nor on attributes in `__init__` and `__new__`: the name would be
    missing, and any test shows that. `assign-none` changes those.
    """

    name = "drop-assignment"
    family = Family.LOGIC
    incident = "A step was left out, and the state stayed as it had been."
    nodes = (ast.Assign, ast.AugAssign)
    priority = 13
    accepts = (
        Accept("def f(a):\n    a = a.strip()\n    return a\n", ("def f(a):\n    pass\n    return a\n",)),
        Accept(
            "def f(a):\n    a.b = 1\n    a['c'] = 2\n",
            ("def f(a):\n    pass\n    a['c'] = 2\n", "def f(a):\n    a.b = 1\n    pass\n"),
        ),
        Accept("def f(n):\n    n += 1\n    return n\n", ("def f(n):\n    pass\n    return n\n",)),
    )
    rejects = (
        Reject("def f(a):\n    b = a.strip()\n    return b\n", "b would be missing"),
        Reject("class A:\n    def __init__(self, a):\n        self.a = a\n", "the attribute would be missing"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit."""
        assert isinstance(node, ast.Assign | ast.AugAssign)
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if is_update(node, context):
            yield from drop(node, context, f"{excerpt(target, context)} is not updated")
