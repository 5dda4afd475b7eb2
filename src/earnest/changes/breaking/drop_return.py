"""Does not leave a function where it should end early."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.tail import is_last_of_function

__all__ = ["DropReturn"]


class DropReturn(Operator):
    """Leaves out a `return` without a value that ends a function early: what follows is done as well.

    Stands for the early exit that is gone: nothing to do, and it is done all the same.

    Before: `if not changed: return`
    After: `if not changed: pass`

    Must not fire on a `return` behind which nothing follows, and on one with a value (`return-none` changes that).
    """

    name = "drop-return"
    family = Family.LOGIC
    incident = "A function went on where it should have stopped."
    nodes = (ast.Return,)
    priority = 13
    accepts = (
        Accept("def f(a):\n    if a:\n        return\n    g()\n", ("def f(a):\n    if a:\n        pass\n    g()\n",)),
        Accept("def f(a):\n    for b in a:\n        return\n", ("def f(a):\n    for b in a:\n        pass\n",)),
    )
    rejects = (
        Reject("def f(a):\n    if a:\n        g()\n        return\n    else:\n        h()\n", "nothing follows"),
        Reject("def f(a):\n    if a:\n        return 1\n    g()\n", "it has a value"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit."""
        assert isinstance(node, ast.Return)
        if node.value is None and not is_last_of_function(node, context):
            yield Edit(*context.span(node), "pass", "the function does not end here")
