"""Empties a `finally` block: what must be done in any case is not done."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.block import replace_block
from ..shapes.tidying import tidies

__all__ = ["DropFinally"]


class DropFinally(Operator):
    """Replaces the body of a `finally` block by `pass`.

    Stands for what is never given back: the connection, the temporary file, the flag that says "busy".

    Before: `finally: connection.close()`
    After: `finally: pass`

    Must not fire where the block does nothing but log or let go of its own variables, and where it yields.
    """

    name = "drop-finally"
    family = Family.ERRORS
    incident = "What had to be tidied up in any case was not, and the pool ran dry after some hours."
    nodes = (ast.Try, ast.TryStar)
    priority = 4
    accepts = (
        Accept(
            "def f(c):\n    try:\n        return c.go()\n    finally:\n        c.busy = False\n        c.close()\n",
            ("def f(c):\n    try:\n        return c.go()\n    finally:\n        pass\n",),
        ),
    )
    rejects = (
        Reject(
            "def f(c):\n    try:\n        g()\n    finally:\n        c = None\n        del c\n", "only local variables"
        ),
        Reject(
            "def f(c):\n    try:\n        return c.go()\n    finally:\n        logger.info('x')\n", "only a log line"
        ),
        Reject("def f(c):\n    try:\n        c.go()\n    except OSError:\n        c.undo()\n", "there is no finally"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The block becomes `pass`."""
        assert isinstance(node, ast.Try | ast.TryStar)
        if tidies(node.finalbody, context):
            yield from replace_block(node.finalbody, context, "pass", "the finally block does nothing")
