"""ET112: a test catches the failure of its own assertion."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...model import Severity
from ..oracles import oracles_of
from ..rule import Bad, Good, Hit, NodeRule
from ..syntax import last_name, source_of
from ..testfile import TestFile
from ..unit import Unit, UnitKind
from ..walk import parent_of

__all__ = ["SwallowedFailure"]

_CATCHES = frozenset({"AssertionError", "Exception", "BaseException"})
_HARMLESS_CALLS = frozenset({
    "print", "debug", "info", "warning", "warn", "error", "exception", "log", "format", "str", "repr", "print_exc",
    "format_exc", "write", "pprint", "type",
})  # fmt: skip


class SwallowedFailure(NodeRule):
    """A test catches the failure of its own assertion and goes on.

    A failed `assert` is an exception, AssertionError. Inside `try: … except Exception: pass` it is caught like any
    other, so the test cannot fail, whatever the code does. The like happens where an assert is guarded by its own
    condition: `if total == 3: assert total == 3`.

    Do instead: let the exception out; where one is expected, use `pytest.raises`; where one is allowed, put only the
    call into the `try`, not the assert.

    Stays silent: when the handler raises, fails, skips, asserts or notes down what happened; with an `else`; in loops,
    which try again until it works; when the handler's type cannot be an AssertionError.
    """

    code = "ET112"
    name = "swallowed-failure"
    severity = Severity.ERROR
    cure = "Take the assert out of the `try`, or let the failure out of the handler."
    nodes = (ast.Try, ast.With, ast.If)
    bad = (
        Bad(
            "def test_total(order):\n    order.add(3)\n    try:  # flagged\n        assert order.total == 3\n"
            "    except Exception:\n        pass\n"
        ),
        Bad(
            "import unittest\n\n\nclass TestOrder(unittest.TestCase):\n    def test_total(self):\n        order = make()\n"
            "        try:  # flagged\n            self.assertEqual(order.total, 3)\n        except AssertionError as error:\n"
            "            print(error)\n"
        ),
        Bad(
            "import contextlib\n\n\ndef test_total(order):\n    with contextlib.suppress(AssertionError):  # flagged\n"
            "        assert order.total == 3\n"
        ),
        Bad(
            "def test_total(order):\n    order.add(3)\n    if order.total == 3:  # flagged\n        assert order.total == 3\n"
        ),
    )
    good = (
        Good(
            "def test_a(order):\n    try:\n        assert order.total == 3\n    except Exception:\n        order.dump()\n"
            "        raise\n",
            "the failure is let out",
        ),
        Good(
            "import pytest\n\n\ndef test_a(order):\n    try:\n        assert order.total == 3\n    except AssertionError:\n"
            "        pytest.fail('wrong total')\n",
            "the handler fails the test",
        ),
        Good(
            "def test_a(order):\n    try:\n        assert order.total == 3\n    except KeyError:\n        pass\n",
            "a KeyError is no failed assertion",
        ),
        Good(
            "import time\n\n\ndef test_a(job):\n    for _attempt in range(50):\n        try:\n            assert job.done\n"
            "            break\n        except AssertionError:\n            job.poll()\n"
            "    else:\n        raise TimeoutError\n",
            "it tries again until it works or gives up",
        ),
        Good(
            "def test_a(mock):\n    try:\n        mock.assert_any_call('/var')\n    except AssertionError:\n        pass\n"
            "    else:\n        raise AssertionError('/var was asked for')\n",
            "the check is meant to fail, and `else` sees to it",
        ),
        Good(
            "def test_a(order):\n    failed = False\n    try:\n        assert order.total == 3\n    except AssertionError:\n"
            "        failed = True\n    assert failed\n",
            "the failure is noted and asserted",
        ),
    )

    def visit(self, node: ast.AST, unit: Unit, file: TestFile) -> Iterator[Hit]:
        """`try` statements with an assertion in them, `suppress`, and asserts behind their own condition."""
        if unit.kind is not UnitKind.TEST:
            return
        if isinstance(node, ast.Try):
            yield from self._try(node, unit)
        elif isinstance(node, ast.With):
            yield from self._suppress(node, unit, file)
        elif isinstance(node, ast.If):
            first = node.body[0]
            if (
                isinstance(first, ast.Assert)
                and len(node.body) == 1
                and not node.orelse
                and _same(node.test, first.test)
            ):
                yield Hit(node, f"asserts {source_of(first.test)} only where that already holds")

    def _try(self, node: ast.Try, unit: Unit) -> Iterator[Hit]:
        handler = next((one for one in node.handlers if _catches(one.type)), None)
        if handler is None or node.orelse or not _only_notes(handler.body) or _in_loop_or_function(node, unit):
            return
        check = _check_in(node.body, unit)
        if check is None:
            return
        caught = source_of(handler.type) if handler.type else "everything"
        yield Hit(
            node, f"the check in line {check.lineno} cannot fail: line {handler.lineno} catches {caught} and goes on"
        )

    def _suppress(self, node: ast.With, unit: Unit, file: TestFile) -> Iterator[Hit]:
        for item in node.items:
            call = item.context_expr
            if not isinstance(call, ast.Call) or file.dotted(call.func) != "contextlib.suppress":
                continue
            if any(_catches(one) for one in call.args) and not _in_loop_or_function(node, unit):
                check = _check_in(node.body, unit)
                if check is not None:
                    yield Hit(node, f"the check in line {check.lineno} cannot fail: {source_of(call)} is around it")


def _same(left: ast.expr, right: ast.expr) -> bool:
    """Whether both are one condition whose value cannot change from one look to the next."""
    if any(isinstance(one, ast.Call | ast.Await) for one in ast.walk(left)):
        return False
    return ast.dump(left) == ast.dump(right)


def _catches(kind: ast.expr | None) -> bool:
    """Whether a handler of this type gets an AssertionError."""
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(one is None or last_name(one) in _CATCHES for one in kinds)


def _only_notes(body: Sequence[ast.stmt]) -> bool:
    """Whether a handler does nothing about the failure: it passes, prints or logs."""
    for statement in body:
        if isinstance(statement, ast.Pass):
            continue
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        if not isinstance(statement, ast.Expr):
            return False
        for node in ast.walk(statement.value):
            if isinstance(node, ast.Call) and last_name(node.func) not in _HARMLESS_CALLS:
                return False
    return True


def _check_in(body: Sequence[ast.stmt], unit: Unit) -> ast.stmt | ast.expr | None:
    """The first oracle that stands in these statements themselves, not in a function or an expecting block."""
    for oracle in sorted(oracles_of(unit), key=lambda one: getattr(one.node, "lineno", 0)):
        node: ast.AST | None = oracle.node
        if oracle.kind.value not in ("assert", "unittest", "mock"):
            continue
        while node is not None and node is not unit.node:
            if node in body and isinstance(oracle.node, ast.stmt | ast.expr):
                return oracle.node
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Try | ast.With):
                break
            node = parent_of(node)
    return None


def _in_loop_or_function(node: ast.AST, unit: Unit) -> bool:
    around = parent_of(node)
    while around is not None and around is not unit.node:
        if isinstance(
            around, ast.For | ast.AsyncFor | ast.While | ast.FunctionDef | ast.AsyncFunctionDef | ast.With | ast.Try
        ):
            return True
        around = parent_of(around)
    return False
