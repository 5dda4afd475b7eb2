"""Assigns nothing in place of a value."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.excerpt import excerpt
from ..shapes.update import is_update

__all__ = ["AssignNone"]


class AssignNone(Operator):
    """Assigns `None` where a value was computed.

    Stands for the attribute that is never filled, the configuration that is not read, the result that is dropped.

    Before: `self.salt = want_bytes(salt)`
    After: `self.salt = None`

    Must not fire on constants and lambdas, which have changes of their own, on the unpacking of several values, and
    where `drop-assignment` leaves the whole statement out, which says more.
    """

    name = "assign-none"
    family = Family.LOGIC
    incident = "A value was never filled in, and what read it went on with nothing."
    nodes = (ast.Assign, ast.AnnAssign, ast.NamedExpr)
    priority = 44
    accepts = (
        Accept("def f(a):\n    b = g(a)\n    return b\n", ("def f(a):\n    b = None\n    return b\n",)),
        Accept("class A:\n    b: int = g(1)\n", ("class A:\n    b: int = None\n",)),
        Accept(
            "def f(a):\n    if (b := g(a)):\n        return b\n",
            ("def f(a):\n    if (b := None):\n        return b\n",),
        ),
    )
    rejects = (
        Reject("X = 1\n", "a constant has a change of its own"),
        Reject("def f(a):\n    b, c = a\n    return b, c\n", "nothing cannot be unpacked: the first run shows it"),
        Reject("def f(a):\n    a = g(a)\n    a.b = a\n    return a\n", "the statement is left out instead"),
        Reject("import typing\nT = typing.TypeVar('T')\n", "a type"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit."""
        assert isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr)
        value = node.value
        if value is None or isinstance(value, ast.Constant | ast.Lambda | ast.Yield | ast.YieldFrom):
            return
        if isinstance(node, ast.Assign) and is_update(node, context):
            return
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if not any(isinstance(target, ast.Tuple | ast.List) for target in targets):
            yield Edit(*context.span(value), "None", f"None is assigned for {excerpt(value, context)}")
