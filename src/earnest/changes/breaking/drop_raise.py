"""Leaves out a `raise`: the error is found and nobody is told."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.block import drop
from ..shapes.raising import described, reports_an_error

__all__ = ["DropRaise"]


class DropRaise(Operator):
    """Leaves out a `raise` statement, so that the code goes on as though nothing were wrong.

    Stands for the missing guard: the negative amount that is booked, the forged signature that is accepted, the failed
    write that is reported as done because a handler no longer raises again.

    Before: `raise BadSignature("No signature found")`
    After: `pass`

    Must not fire on `raise NotImplementedError` that is the whole body of a method (it has no behaviour yet), on
    `raise AssertionError` (it marks what cannot happen) and on `StopIteration` and its like, which end a loop and are
    no error.
    """

    name = "drop-raise"
    family = Family.ERRORS
    incident = "Bad input was accepted, or a failure reported as success, because the error was no longer raised."
    nodes = (ast.Raise,)
    priority = 5
    accepts = (
        Accept(
            "def pay(amount):\n    if amount <= 0:\n        raise ValueError('amount')\n    return amount\n",
            ("def pay(amount):\n    if amount <= 0:\n        pass\n    return amount\n",),
        ),
        Accept(
            "def save(row):\n    try:\n        write(row)\n    except OSError:\n        undo(row); raise\n",
            ("def save(row):\n    try:\n        write(row)\n    except OSError:\n        undo(row); pass\n",),
        ),
        Accept(
            "def load(key):\n    if not key: raise LookupError(\n        key\n    ) from None\n    return key\n",
            ("def load(key):\n    if not key: pass\n    return key\n",),
        ),
    )
    rejects = (
        Reject(
            'class Shape:\n    def area(self):\n        """In square metres."""\n        raise NotImplementedError\n',
            "an abstract method has no behaviour to break",
        ),
        Reject(
            "def next_of(self):\n    if self.done:\n        raise StopIteration\n    return 1\n",
            "the end of an iteration is no error",
        ),
        Reject(
            "def f(kind):\n    if kind == 1:\n        return 1\n    raise AssertionError('unreachable')\n",
            "it cannot happen, so no test can reach it",
        ),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`."""
        assert isinstance(node, ast.Raise)
        if reports_an_error(node, context):
            yield from drop(node, context, f"{described(node, context)} is dropped")
