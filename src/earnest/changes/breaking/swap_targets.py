"""Exchanges the first two names that a value is unpacked into."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.excerpt import excerpt

__all__ = ["SwapTargets"]


class SwapTargets(Operator):
    """Unpacks the first value into the second name, and the second into the first.

    Stands for two values taken for one another: width for height, key for value, user for password.

    Before: `user, password = credentials.split(":")`
    After: `password, user = credentials.split(":")`

    Must not fire on starred names, and where only one name is unpacked. With `_, b = a` it takes the other value.
    """

    name = "swap-targets"
    family = Family.LOGIC
    incident = "Two values were taken for one another."
    nodes = (ast.Assign, ast.For, ast.AsyncFor, ast.comprehension)
    priority = 32
    accepts = (
        Accept("def f(a):\n    b, (c, d) = a\n    return b\n", ("def f(a):\n    (c, d), b = a\n    return b\n",)),
        Accept("def f(a):\n    for k, v in a:\n        g(k)\n", ("def f(a):\n    for v, k in a:\n        g(k)\n",)),
        Accept("def f(a):\n    _, b = a\n    return b\n", ("def f(a):\n    b, _ = a\n    return b\n",)),
        Accept("X = {k: v for k, v in a}\n", ("X = {k: v for v, k in a}\n",)),
    )
    rejects = (
        Reject("def f(a):\n    b, *c = a\n    return b\n", "a starred name takes the rest"),
        Reject("def f(a):\n    b = a\n    return b\n", "nothing is unpacked"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit over the first two targets."""
        assert isinstance(node, ast.Assign | ast.For | ast.AsyncFor | ast.comprehension)
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if not isinstance(target, ast.Tuple | ast.List) or len(target.elts) < 2:
            return
        first, second = target.elts[:2]
        texts = context.text_of(first), context.text_of(second)
        if isinstance(first, ast.Starred) or isinstance(second, ast.Starred) or texts == ("_", "_"):
            return
        (start, first_end), (second_start, end) = context.span(first), context.span(second)
        text = context.text
        after = text[second_start:end] + text[first_end:second_start] + text[start:first_end]
        yield Edit(start, end, after, f"{excerpt(first, context)} and {excerpt(second, context)} are exchanged")
