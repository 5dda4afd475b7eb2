"""Leaves out what is joined to a text or a collection."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice, takewhile

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.excerpt import excerpt
from ..shapes.operand import standalone
from ..shapes.sequence import is_sequence

__all__ = ["DropConcatenation"]

_MOST = 8


class DropConcatenation(Operator):
    """Keeps only one side of `a + b` where text, bytes or collections are joined, or of `[0] * n`.

    Stands for the part that is missing: the separator, the extension of the file, the last batch.

    Before: `path = name + ".csv"`
    After: `path = name`

    Must not fire on numbers (`swap-arithmetic` changes those), on `%`, which formats, and far inside a chain of many.
    """

    name = "drop-concatenation"
    family = Family.LOGIC
    incident = "A text lacked one of its parts, and what read it took it for something else."
    nodes = (ast.BinOp,)
    priority = 22
    accepts = (
        Accept(
            "def f(a):\n    return a + '.csv'\n",
            ("def f(a):\n    return '.csv'\n", "def f(a):\n    return a\n"),
        ),
        Accept("X = A + ('b', c(1),)\n", ("X = ('b', c(1),)\n", "X = A\n")),
        Accept("def f(n):\n    return [0] * (n)\n", ("def f(n):\n    return [0]\n",)),
    )
    rejects = (
        Reject("def f(a, b):\n    return a + b\n", "they may be numbers"),
        Reject("def f(a):\n    return '%s' % a\n", "text is formatted"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The left side alone, then the right one; of a repetition the text or collection alone."""
        assert isinstance(node, ast.BinOp)
        left, right = is_sequence(node.left), is_sequence(node.right)
        if not (left or right) or not isinstance(node.op, ast.Add | ast.Mult) or self._is_deep(node, context):
            return
        start, end = context.span(node)
        for side, other, text_like in ((node.left, node.right, left), (node.right, node.left, right)):
            if text_like or isinstance(node.op, ast.Add):
                yield Edit(start, end, standalone(side, context), f"{excerpt(other, context)} is left out")

    @staticmethod
    def _is_deep(node: ast.BinOp, context: Context) -> bool:
        """Whether many more things are joined behind it: a machine wrote that, and a few changes are enough."""
        chain = list(islice(takewhile(lambda above: isinstance(above, ast.BinOp), context.ancestors(node)), _MOST))
        return len(chain) == _MOST
