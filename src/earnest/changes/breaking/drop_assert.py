"""Leaves out an `assert` that guards what callers hand in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context, Function
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.block import drop
from ..shapes.excerpt import excerpt

__all__ = ["DropAssert"]


class DropAssert(Operator):
    """Leaves out an `assert` by which a public function checks the value of an argument.

    Stands for the check that vanishes under `python -O`: the empty batch or the negative count gets through, and fails
    somewhere else.

    Before: `assert batch_size > 0, batch_size`
    After: `pass`

    Must not fire on asserts about the function's own state (they mark what cannot happen, so no test can break them),
    on those that tell a type checker what a value is (`isinstance`, `is not None`, `assert x`), on `assert False`,
    and in private functions.
    """

    name = "drop-assert"
    family = Family.ERRORS
    incident = "A guard that was only an assert was not there in production, and the bad argument went on."
    nodes = (ast.Assert,)
    priority = 30
    accepts = (
        Accept(
            "def batches(rows, size):\n    assert size > 0, size\n    return rows[::size]\n",
            ("def batches(rows, size):\n    pass\n    return rows[::size]\n",),
        ),
    )
    rejects = (
        Reject("def f(x):\n    assert isinstance(x, int)\n    return x\n", "it speaks to the type checker"),
        Reject(
            "def f(x):\n    assert x is not None and type(x) is int\n    return x\n", "it speaks to the type checker"
        ),
        Reject("def f(x):\n    assert x\n    return x\n", "it speaks to the type checker"),
        Reject("def f(x):\n    y = g(x)\n    assert y > 0\n    return y\n", "it marks what cannot happen"),
        Reject("def _f(x):\n    assert x > 0\n    return x\n", "only the project's own code calls it"),
        Reject("def f(x):\n    assert False, x\n", "it cannot be reached"),
    )

    _TYPE_CHECKS: ClassVar[frozenset[str]] = frozenset({"isinstance", "issubclass", "callable", "hasattr", "type"})

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`."""
        assert isinstance(node, ast.Assert)
        function = context.function_of(node)
        if function is None or _is_private(function):
            return
        parts = node.test.values if isinstance(node.test, ast.BoolOp) else [node.test]
        if any(self._checks_value(part, _parameters(function)) for part in parts):
            yield from drop(node, context, f"{excerpt(node.test, context)} is not checked")

    def _checks_value(self, test: ast.expr, parameters: frozenset[str]) -> bool:
        names = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
        if not names & parameters or names & self._TYPE_CHECKS or isinstance(test, ast.Name):
            return False
        return not (isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Is | ast.IsNot))


def _is_private(function: Function) -> bool:
    return function.name.startswith("_") and not function.name.endswith("__")


def _parameters(function: Function) -> frozenset[str]:
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    return frozenset(item.arg for item in every if item is not None) - {"self", "cls"}
