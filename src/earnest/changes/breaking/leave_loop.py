"""Exchanges `break` and `continue`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject

__all__ = ["LeaveLoop"]


class LeaveLoop(Operator):
    """Writes `continue` for `break` and `break` for `continue`.

    Stands for the search that does not stop at what it found, and the batch that ends at the first item to be skipped.

    Before: `if line.startswith("#"): continue`
    After: `if line.startswith("#"): break`

    Must not fire with `continue` in a `while`, which would often never end: there `break` becomes `return`, so that
    what follows the loop is not done.
    """

    name = "leave-loop"
    family = Family.LOGIC
    incident = "A batch ended at the first item that should only have been skipped."
    nodes = (ast.Break, ast.Continue)
    priority = 20
    accepts = (
        Accept(
            "for a in b:\n    if a:\n        break\n    c()\n", ("for a in b:\n    if a:\n        continue\n    c()\n",)
        ),
        Accept("for a in b:\n    if a: continue\n    c()\n", ("for a in b:\n    if a: break\n    c()\n",)),
        Accept(
            "def f():\n    while True:\n        if g(): break\n    return 1\n",
            ("def f():\n    while True:\n        if g(): return\n    return 1\n",),
        ),
    )
    rejects = (Reject("while True:\n    if g():\n        break\n", "there is no function to return from"),)

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit."""
        after = "break" if isinstance(node, ast.Continue) else "continue"
        loop = next(above for above in context.ancestors(node) if isinstance(above, ast.For | ast.AsyncFor | ast.While))
        if after == "continue" and isinstance(loop, ast.While):
            if context.function_of(node) is None:
                return
            after = "return"
        before = context.text_of(node)
        yield Edit(*context.span(node), after, f"`{before}` becomes `{after}`")
