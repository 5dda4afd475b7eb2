"""Moves a number by one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject

__all__ = ["ShiftNumber"]


class ShiftNumber(Operator):
    """Takes the next number: 0 becomes 1, 1 becomes 0, any other `n` becomes `n + 1`.

    Stands for the wrong constant: one retry too many, the second element for the first, a limit next to the real one.

    Before: `header = lines[0]`
    After: `header = lines[1]`

    Must not fire on `True` and `False`, on the `stacklevel` of a warning, and on complex numbers.
    """

    name = "shift-number"
    family = Family.LOGIC
    incident = "A constant was off by one: the wrong element was taken, the wrong limit held."
    nodes = (ast.Constant,)
    priority = 28
    accepts = (
        Accept("LIMIT = 100\n", ("LIMIT = 101\n",)),
        Accept(
            "def f(a):\n    return a[0], a[1]\n",
            ("def f(a):\n    return a[1], a[1]\n", "def f(a):\n    return a[0], a[0]\n"),
        ),
        Accept(
            "MASK = 0xff\nRATE = 0.5\nMANY = 1_000\n",
            (
                "MASK = 0x100\nRATE = 0.5\nMANY = 1_000\n",
                "MASK = 0xff\nRATE = 1.5\nMANY = 1_000\n",
                "MASK = 0xff\nRATE = 0.5\nMANY = 1001\n",
            ),
        ),
        Accept("def f(a):\n    return a[-1]\n", ("def f(a):\n    return a[-2]\n",)),
    )
    rejects = (
        Reject("FLAG = True\n", "no number"),
        Reject("ROOT = 1j\n", "complex numbers have no next"),
        Reject("import warnings\ndef f():\n    warnings.warn('x', stacklevel=2)\n", "only where the warning points"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit, in the base in which the number is written."""
        assert isinstance(node, ast.Constant)
        value = node.value
        if not isinstance(value, int | float) or isinstance(value, bool):
            return
        start, end = context.span(node)
        signed = isinstance(above := context.parent(node), ast.UnaryOp) and isinstance(above.op, ast.USub)
        after = self._next(value, context.text[start:end], keep_sign=signed)
        yield Edit(start, end, after, f"the number {context.text[start:end]} becomes {after}")

    @staticmethod
    def _next(value: int | float, text: str, *, keep_sign: bool) -> str:
        """Behind a minus sign 1 becomes 2: `-0` would be another thing altogether."""
        if isinstance(value, float):
            return repr(value + 1) if value + 1 != value else "0.0"
        following = 0 if value == 1 and not keep_sign else value + 1
        base = text[:2].lower()
        return format(following, f"#{base[1]}") if base in ("0x", "0o", "0b") else str(following)
