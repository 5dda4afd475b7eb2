"""Returns nothing in place of the result."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.excerpt import excerpt

__all__ = ["ReturnNone"]


class ReturnNone(Operator):
    """Replaces the value of a `return` by `None`.

    Stands for the result that gets lost on the way out.

    Before: `return self.serializer.loads(payload)`
    After: `return None`

    Must not fire on `return True`, `return 1` and other constants, which have changes of their own, and on a bare
    `return`.
    """

    name = "return-none"
    family = Family.LOGIC
    incident = "A function did its work and lost the result."
    nodes = (ast.Return,)
    priority = 24
    accepts = (
        Accept("def f(a):\n    return a, 1\n", ("def f(a):\n    return None\n",)),
        Accept("def f(a):\n    return (\n        a\n    )\n", ("def f(a):\n    return (\n        None\n    )\n",)),
    )
    rejects = (
        Reject("def f():\n    return True\n", "a constant has a change of its own"),
        Reject("def f():\n    return\n", "it returns None already"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit."""
        assert isinstance(node, ast.Return)
        if node.value is not None and not isinstance(node.value, ast.Constant):
            yield Edit(*context.span(node.value), "None", f"None is returned for {excerpt(node.value, context)}")
