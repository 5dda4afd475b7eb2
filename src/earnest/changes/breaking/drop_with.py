"""Runs the body of a `with` statement without what should surround it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.excerpt import excerpt

__all__ = ["DropWith"]


class DropWith(Operator):
    """Replaces `with x:` by `if True:`: the context manager is neither entered nor left.

    Stands for the protection that is not there: no transaction, no lock, no changed directory, no settings restored.

    Before: `with self.lock:`
    After: `if True:`

    Must not fire where the value is named (`with open(path) as file`), as the name would be missing.
    """

    name = "drop-with"
    family = Family.LOGIC
    incident = "A block ran without the lock, the transaction or the settings that should have surrounded it."
    nodes = (ast.With, ast.AsyncWith)
    priority = 16
    accepts = (
        Accept("def f(a):\n    with a.b:\n        c()\n", ("def f(a):\n    if True:\n        c()\n",)),
        Accept(
            "async def f(a):\n    async with (\n        a(':'),\n        b  # : c\n    ) : c()\n",
            ("async def f(a):\n    if True: c()\n",),
        ),
    )
    rejects = (Reject("def f(a):\n    with open(a) as b:\n        c(b)\n", "b would be missing"),)

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit, up to the colon."""
        assert isinstance(node, ast.With | ast.AsyncWith)
        if any(item.optional_vars is not None for item in node.items):
            return
        last = context.span(node.items[-1].context_expr)[1]
        colon = context.find(":", last, context.span(node.body[0])[0])[0]
        shown = excerpt(node.items[0].context_expr, context)
        yield Edit(context.span(node)[0], colon, "if True", f"{shown} does not surround the block")
