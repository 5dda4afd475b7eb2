"""Changes what an augmented assignment does to its target."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.excerpt import excerpt
from ..shapes.sequence import is_sequence

__all__ = ["SwapAugmented"]


class SwapAugmented(Operator):
    """Swaps `+=` and `-=`, `*=` and `/=` and so on, and makes `+=` a plain `=` that forgets what was there.

    Stands for the running total that runs backwards or starts anew with each item.

    Before: `total += item.price`
    After: `total -= item.price`, and `total = item.price`

    Must not fire with the opposite operator where text or a collection is joined: there only the plain `=` is tried.
    """

    name = "swap-augmented"
    family = Family.LOGIC
    incident = "A running total held only the last item."
    nodes = (ast.AugAssign,)
    priority = 18
    accepts = (
        Accept(
            "def f(a, b):\n    a  += b\n    return a\n",
            ("def f(a, b):\n    a  -= b\n    return a\n", "def f(a, b):\n    a  = b\n    return a\n"),
        ),
        Accept(
            "def f(a):\n    a['+='] += ['x']\n    return a\n",
            ("def f(a):\n    a['+='] = ['x']\n    return a\n",),
        ),
        Accept("def f(a, b):\n    a //= b\n    return a\n", ("def f(a, b):\n    a /= b\n    return a\n",)),
    )
    rejects = (Reject("def f(a, b):\n    a = b\n    return a\n", "a plain assignment"),)

    _SWAPS: ClassVar[dict[type[ast.operator], tuple[str, str]]] = {
        ast.Add: ("+=", "-="),
        ast.Sub: ("-=", "+="),
        ast.Mult: ("*=", "/="),
        ast.Div: ("/=", "*="),
        ast.FloorDiv: ("//=", "/="),
        ast.Mod: ("%=", "//="),
        ast.Pow: ("**=", "*="),
        ast.LShift: ("<<=", ">>="),
        ast.RShift: (">>=", "<<="),
        ast.BitAnd: ("&=", "|="),
        ast.BitOr: ("|=", "&="),
        ast.BitXor: ("^=", "&="),
    }

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The opposite operator, where the value may be a number, and `=` in place of `+=` and `|=`."""
        assert isinstance(node, ast.AugAssign)
        if type(node.op) not in self._SWAPS:
            return
        before, after = self._SWAPS[type(node.op)]
        start, end = context.find_between(node.target, node.value, re.escape(before))
        target = excerpt(node.target, context)
        if not is_sequence(node.value):
            yield Edit(start, end, after, f"{target} is updated with `{after}`")
        if isinstance(node.op, ast.Add | ast.BitOr):
            yield Edit(start, end, "=", f"{target} forgets its old value")
