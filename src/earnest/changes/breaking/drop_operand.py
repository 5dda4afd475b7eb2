"""Leaves one operand of `and` or `or` out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.excerpt import excerpt

__all__ = ["DropOperand"]


class DropOperand(Operator):
    """Leaves out one part of a condition that several parts make up: `a and b` becomes `b`, and then `a`.

    Stands for the clause that is forgotten: the token is not expired, but is it signed? With a test for each clause
    every one of these changes is caught; a test of the whole condition lets some of them through.

    Before: `if signature_ok and not expired:`
    After: `if signature_ok:`

    Must not fire on a part that holds a walrus, as its name would be missing behind it.
    """

    name = "drop-operand"
    family = Family.LOGIC
    incident = "One clause of a condition had no effect: what it should have stopped went through."
    nodes = (ast.BoolOp,)
    priority = 11
    accepts = (
        Accept(
            "def f(a, b):\n    return a and (b)\n",
            ("def f(a, b):\n    return (b)\n", "def f(a, b):\n    return a\n"),
        ),
        Accept(
            "def f(a, b, c):\n    return a or b or c\n",
            (
                "def f(a, b, c):\n    return b or c\n",
                "def f(a, b, c):\n    return a or c\n",
                "def f(a, b, c):\n    return a or b\n",
            ),
        ),
    )
    rejects = (
        Reject("def f(a):\n    if a:\n        return 1\n", "there is one part only"),
        Reject("def f(a):\n    return (b := a) and (c := b)\n", "the names would be missing"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit for each operand: with the operator behind it, the last one with the operator before it."""
        assert isinstance(node, ast.BoolOp)
        word = r"\band\b" if isinstance(node.op, ast.And) else r"\bor\b"
        gaps = [context.find_between(*pair, word) for pair in zip(node.values, node.values[1:], strict=False)]
        for index, operand in enumerate(node.values):
            if any(isinstance(part, ast.NamedExpr) for part in ast.walk(operand)):
                continue
            start, end = self._stretch(node, index, gaps, context)
            yield Edit(start, end, "", f"{excerpt(operand, context)} no longer counts")

    @staticmethod
    def _stretch(node: ast.BoolOp, index: int, gaps: list[tuple[int, int]], context: Context) -> tuple[int, int]:
        """What must go: an operand, its parentheses and one operator, white space included."""
        text = context.text
        begin, end = context.span(node)
        if index == len(gaps):
            before = gaps[-1][0]
            return begin + len(text[begin:before].rstrip(" \t")), end
        start = begin if index == 0 else gaps[index - 1][1]
        start += len(text[start:end]) - len(text[start:end].lstrip(" \t"))
        stop = gaps[index][1]
        return start, stop + len(text[stop:end]) - len(text[stop:end].lstrip(" \t"))
