"""Exchanges an arithmetic or bitwise operator for its counterpart."""

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

__all__ = ["SwapArithmetic"]


class SwapArithmetic(Operator):
    """Swaps `+` and `-`, `*` and `/`, `//` and `/`, `%` and `//`, `<<` and `>>`, `&` and `|`, and takes `^` for `&`.

    Stands for the wrong formula: the discount is added, the rest is the quotient, the mask sets what it should clear.

    Before: `total = price - discount`
    After: `total = price + discount`

    Must not fire where an operand is text or a collection (`drop-concatenation` changes those), nor on `@` and on `%`
    behind a text, which formats.
    """

    name = "swap-arithmetic"
    family = Family.LOGIC
    incident = "An amount was computed by the wrong formula."
    nodes = (ast.BinOp,)
    priority = 20
    accepts = (
        Accept(
            "def f(a, b):\n    return (a - (b)) * 2\n",
            ("def f(a, b):\n    return (a + (b)) * 2\n", "def f(a, b):\n    return (a - (b)) / 2\n"),
        ),
        Accept("def f(a, b):\n    return a // b\n", ("def f(a, b):\n    return a / b\n",)),
        Accept("def f(a, b):\n    return a ** b\n", ("def f(a, b):\n    return a * b\n",)),
        Accept("def f(a, b):\n    return a & ~b\n", ("def f(a, b):\n    return a | ~b\n",)),
    )
    rejects = (
        Reject("def f(a):\n    return a + 'x'\n", "text is joined, not added"),
        Reject("def f(a):\n    return '%s' % a\n", "text is formatted"),
        Reject("def f(a, b):\n    return a @ b\n", "it has no counterpart"),
        Reject("def f(a: int | None) -> int | None:\n    return a\n", "annotations do not run"),
    )

    _SWAPS: ClassVar[dict[type[ast.operator], tuple[str, str]]] = {
        ast.Add: ("+", "-"),
        ast.Sub: ("-", "+"),
        ast.Mult: ("*", "/"),
        ast.Div: ("/", "*"),
        ast.FloorDiv: ("//", "/"),
        ast.Mod: ("%", "//"),
        ast.Pow: ("**", "*"),
        ast.LShift: ("<<", ">>"),
        ast.RShift: (">>", "<<"),
        ast.BitAnd: ("&", "|"),
        ast.BitOr: ("|", "&"),
        ast.BitXor: ("^", "&"),
    }

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit, where the operands may be numbers."""
        assert isinstance(node, ast.BinOp)
        if type(node.op) not in self._SWAPS or is_sequence(node.left) or is_sequence(node.right):
            return
        before, after = self._SWAPS[type(node.op)]
        start, end = context.find_between(node.left, node.right, re.escape(before))
        yield Edit(start, end, after, f"{excerpt(node, context)} is computed with `{after}`")
