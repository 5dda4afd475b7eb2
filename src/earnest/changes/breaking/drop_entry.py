"""Leaves one entry of a literal collection out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.entry import drops
from ..shapes.excerpt import excerpt

__all__ = ["DropEntry"]


class DropEntry(Operator):
    """Leaves one entry out of a list, set, dict or tuple that is written out.

    Stands for the case that is not in the table: the currency that nobody listed, the field that is not sent.

    Before: `FIELDS = ["name", "email", "phone"]`
    After: `FIELDS = ["name", "email"]`

    Must not fire on tuples that are unpacked, returned, yielded, indexed with or formatted, which need their length,
    and on collections that hold type annotations.
    """

    name = "drop-entry"
    family = Family.LOGIC
    incident = "One of the cases was missing from a table."
    nodes = (ast.List, ast.Set, ast.Dict, ast.Tuple)
    priority = 27
    accepts = (
        Accept("X = ['a', ('b')]\n", ("X = [('b')]\n", "X = ['a']\n")),
        Accept("X = {'a': 1,\n     **b,\n}\n", ("X = {**b,\n}\n", "X = {'a': 1,\n}\n")),
        Accept("X = a in (1, 2)\n", ("X = a in (1,)\n", "X = a in (2,)\n")),
        Accept("X = {1}\n", ("X = set()\n",)),
        Accept("X = [f(a, b)]\n", ("X = []\n",)),
    )
    rejects = (
        Reject("def f(a, b):\n    return a, b\n", "who unpacks it sees that at once"),
        Reject("a, b = 1, 2\n", "the lengths must agree"),
        Reject("X = '%s %s' % (a, b)\n", "the lengths must agree"),
        Reject("X = []\nY = ()\n", "there is nothing to leave out"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit for each entry."""
        assert isinstance(node, ast.List | ast.Set | ast.Dict | ast.Tuple)
        for entry, splice in drops(node, context):
            yield Edit(*splice, f"the entry {excerpt(entry, context)} is left out")
