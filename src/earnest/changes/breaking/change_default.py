"""Gives a parameter another default."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.excerpt import excerpt

__all__ = ["ChangeDefault"]


class ChangeDefault(Operator):
    """Makes `None` the default of a parameter whose default was computed or named.

    Stands for the default that callers rely on without knowing: who passes nothing gets something else.

    Before: `def fetch(url, timeout=DEFAULT_TIMEOUT):`
    After: `def fetch(url, timeout=None):`

    Must not fire on constants, which have changes of their own.
    """

    name = "change-default"
    family = Family.LOGIC
    incident = "Callers that relied on a default got another value."
    nodes = (ast.arguments,)
    priority = 23
    accepts = (
        Accept(
            "def f(a, b=C, *, d=(1, 2)):\n    return a\n",
            ("def f(a, b=None, *, d=(1, 2)):\n    return a\n", "def f(a, b=C, *, d=None):\n    return a\n"),
        ),
        Accept("X = lambda a=B: a\n", ("X = lambda a=None: a\n",)),
    )
    rejects = (Reject("def f(a=1, b=None, *, c):\n    return a\n", "constants have changes of their own"),)

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit for each default."""
        assert isinstance(node, ast.arguments)
        for default in [*node.defaults, *node.kw_defaults]:
            if default is not None and not isinstance(default, ast.Constant):
                yield Edit(*context.span(default), "None", f"the default {excerpt(default, context)} becomes None")
