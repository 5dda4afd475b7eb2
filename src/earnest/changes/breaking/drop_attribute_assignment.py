"""Leaves out an assignment to an attribute: the object stays as it was."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.block import drop
from ..shapes.excerpt import excerpt

__all__ = ["DropAttributeAssignment"]


class DropAttributeAssignment(Operator):
    """Leaves out a statement that sets an attribute, or adds to it.

    Stands for the state that does not move on: the job that stays "running", the counter that never counts, the flag
    that is never taken down.

    Before: `self.state = State.DONE`
    After: `pass`

    Must not fire where an object is made (`__init__`, `__new__`, `__post_init__`, `__setstate__`: the attribute would
    be missing, which every test notices), on metadata such as `f.__doc__`, and where several targets are assigned.
    """

    name = "drop-attribute-assignment"
    family = Family.EFFECTS
    incident = "The object kept its old state, so the next step decided on what was no longer true."
    nodes = (ast.Assign, ast.AugAssign, ast.AnnAssign)
    priority = 12
    accepts = (
        Accept(
            "class Job:\n    def end(self):\n        self.state = 'done'; self.ends += 1\n",
            (
                "class Job:\n    def end(self):\n        pass; self.ends += 1\n",
                "class Job:\n    def end(self):\n        self.state = 'done'; pass\n",
            ),
        ),
        Accept("def close(job):\n    job.owner.open = (\n        False)\n", ("def close(job):\n    pass\n",)),
    )
    rejects = (
        Reject("class Job:\n    def __init__(self):\n        self.state = 'new'\n", "it would only be missing"),
        Reject("def wrap(f, g):\n    f.__doc__ = g.__doc__\n", "metadata"),
        Reject("def f(a):\n    a.x = b = 1\n    return b\n", "the other name would be missing"),
        Reject(
            "class A:\n    x: int = 1\n    def f(self):\n        y = self.x\n        return y\n", "no attribute is set"
        ),
        Reject("class A:\n    def f(self):\n        self.x: int\n        return 1\n", "nothing is assigned"),
    )

    _MAKERS: ClassVar[frozenset[str]] = frozenset({"__init__", "__new__", "__post_init__", "__setstate__"})

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`."""
        assert isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        target = targets[0]
        if len(targets) != 1 or not isinstance(target, ast.Attribute) or node.value is None:
            return
        function = context.function_of(node)
        if (function is None or function.name not in self._MAKERS) and not target.attr.startswith("__"):
            yield from drop(node, context, f"{excerpt(target, context)} keeps its old value")
