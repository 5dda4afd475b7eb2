"""ET111: a statement that looks like a check and is none."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterator

from ...model import Severity, TextEdit
from ..doubles import mocks_of
from ..oracles import MOCK_ASSERTIONS
from ..rule import Bad, Good, Hit, NodeRule
from ..syntax import dotted_name, source_of
from ..testfile import TestFile
from ..unit import Unit, UnitKind
from ..walk import parent_of

__all__ = ["UncalledAssert"]

_MISNAMED = {
    "called_once": "assert_called_once",
    "called_with": "assert_called_with",
    "called_once_with": "assert_called_once_with",
    "not_called": "assert_not_called",
    "any_call": "assert_any_call",
    "has_calls": "assert_has_calls",
    "called_any": "assert_any_call",
    "awaited_once": "assert_awaited_once",
    "awaited_with": "assert_awaited_with",
    "awaited_once_with": "assert_awaited_once_with",
    "not_awaited": "assert_not_awaited",
    "has_awaits": "assert_has_awaits",
}
"""What people write for an assertion of a mock. Up to Python 3.11 the mock makes such an attribute up."""
_WATCHING = re.compile(
    r"rais|warn|suppress|assert|deprecat|catch|expect|throw|error|fail|exc|profile|record|query", re.I
)
"""What contexts are called that look at what happens in their block."""
_SMOKE = re.compile(r"smoke|recursion|crash|n.t care|(?:not|no|n.t|without)[ _](?:\w+[ _])?(?:rais|fail|error)", re.I)
"""What a test says whose point is that the comparison runs at all."""
_READ_ONLY = frozenset({"called", "call_count", "await_count"})


class UncalledAssert(NodeRule):
    """A statement looks like a check, and nothing is checked.

    `mailer.send.assert_called_once` without parentheses only names the method. `mailer.send.called_once_with("a")` calls a
    method that the mock makes up on the spot (up to Python 3.11). `order.total == 3` without `assert` computes True or
    False and drops it. All three lines read like an assertion and pass whatever the code does.
    `self.assertTrue(total, 3)` belongs here too: the second argument is the message, nothing is compared.

    Do instead: call the assertion, spell it as `unittest.mock` does, write `assert` in front of the comparison, use
    `assertEqual` for two values.

    Stays silent: for comparisons that are meant to raise, to warn or to run (inside `pytest.raises` and its like, `try`,
    lambdas and nested functions), and for attributes of the same name on something that is no mock.
    """

    code = "ET111"
    name = "uncalled-assert"
    severity = Severity.ERROR
    cure = "Make it an assertion: call it, spell it right, or write `assert` in front."
    nodes = (ast.Expr, ast.Assert, ast.Call)
    bad = (
        Bad(
            "from unittest.mock import Mock\n\n\ndef test_mails_once(service):\n    mailer = Mock()\n"
            "    service.run(mailer)\n"
            "    mailer.send.assert_called_once  # flagged\n",
            fixed="from unittest.mock import Mock\n\n\ndef test_mails_once(service):\n    mailer = Mock()\n"
            "    service.run(mailer)\n"
            "    mailer.send.assert_called_once()  # flagged\n",
        ),
        Bad(
            "from unittest.mock import Mock\n\n\ndef test_mails_ada(service):\n    mailer = Mock()\n"
            "    service.run(mailer)\n"
            "    mailer.send.called_once_with('ada')  # flagged\n"
            "    assert mailer.send.called_with('ada')  # flagged\n",
            fixed="from unittest.mock import Mock\n\n\ndef test_mails_ada(service):\n    mailer = Mock()\n"
            "    service.run(mailer)\n"
            "    mailer.send.assert_called_once_with('ada')  # flagged\n"
            "    mailer.send.assert_called_with('ada')  # flagged\n",
        ),
        Bad(
            "def test_total(order):\n    order.add(3)\n    order.total == 3  # flagged\n",
            fixed="def test_total(order):\n    order.add(3)\n    assert order.total == 3  # flagged\n",
        ),
        Bad(
            "from unittest.mock import Mock\n\n\ndef test_mails(service):\n    mailer = Mock()\n"
            "    service.run(mailer)\n"
            "    mailer.send.called  # flagged\n",
            fixed="from unittest.mock import Mock\n\n\ndef test_mails(service):\n    mailer = Mock()\n"
            "    service.run(mailer)\n"
            "    assert mailer.send.called  # flagged\n",
        ),
        Bad(
            "import unittest\n\n\nclass TestOrder(unittest.TestCase):\n    def test_total(self):\n        order = make()\n"
            "        self.assertTrue(order.total, 3)  # flagged\n",
            fixed="import unittest\n\n\nclass TestOrder(unittest.TestCase):\n    def test_total(self):\n"
            "        order = make()\n"
            "        self.assertEqual(order.total, 3)  # flagged\n",
        ),
    )
    good = (
        Good(
            "from unittest.mock import Mock\n\n\ndef test_a(service):\n    mailer = Mock()\n"
            "    service.run(mailer)\n"
            "    mailer.send.assert_called_once()\n    assert mailer.send.called\n",
            "both are checks",
        ),
        Good(
            "import pytest\n\n\ndef test_a(version):\n    with pytest.raises(TypeError):\n        version == 3\n",
            "the comparison is what must raise",
        ),
        Good(
            "import unittest\n\n\nclass TestA(unittest.TestCase):\n    def test_a(self):\n        ok = make()\n"
            "        self.assertTrue(ok, 'made')\n        self.assertTrue(ok, f'made {ok}')\n",
            "the second argument is a message",
        ),
        Good(
            "def test_a(parser):\n    report = parser.report()\n    assert report.called_with == ['a']\n",
            "an attribute of something that is no mock",
        ),
        Good(
            "def test_a(session, user):\n    with session.expect_query('SELECT'):\n        user.name == 'Ada'\n",
            "the block looks at what the comparison does",
        ),
        Good(
            'def test_long_path():\n    """Smoke test for a RecursionError."""\n    walk(10**5) == [1]\n',
            "that it runs is the point",
        ),
        Good(
            "def test_ordering():\n    Entry(1) < Entry(2)\n    Entry(1) >= Entry(2)\n",
            "that two objects can be ordered",
        ),
        Good("def test_a(rule):\n    assert rule.parse(lambda x: x == 3)\n", "a comparison inside a function"),
    )

    def visit(self, node: ast.AST, unit: Unit, file: TestFile) -> Iterator[Hit]:
        """Bare expressions, `assert` of a mock's made-up method, `assertTrue` with two values."""
        if unit.kind not in (UnitKind.TEST, UnitKind.HELPER):
            return
        if isinstance(node, ast.Expr):
            yield from self._statement(node, unit, file)
        elif isinstance(node, ast.Assert):
            yield from self._asserted(node, unit, file)
        elif isinstance(node, ast.Call) and unit.classes:
            yield from self._message_for_value(node, file)

    def _statement(self, node: ast.Expr, unit: Unit, file: TestFile) -> Iterator[Hit]:
        value = node.value
        if isinstance(value, ast.Compare):
            if unit.kind is UnitKind.TEST and not _is_run_for_its_effect(node, value, unit):
                start, _end = file.span(node)
                yield Hit(node, f"computes {source_of(value)} and drops it", fix=(TextEdit(start, start, "assert "),))
        elif isinstance(value, ast.Attribute):
            yield from self._named_only(node, value, unit, file)
        elif isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
            yield from self._misnamed(node, value.func, unit, file)

    def _named_only(self, node: ast.Expr, value: ast.Attribute, unit: Unit, file: TestFile) -> Iterator[Hit]:
        start, end = file.span(node)
        if value.attr in MOCK_ASSERTIONS:
            yield Hit(node, f"names {source_of(value)} and does not call it", fix=(TextEdit(end, end, "()"),))
        elif value.attr in _READ_ONLY and _is_mock(value.value, unit):
            yield Hit(node, f"reads {source_of(value)} and drops it", fix=(TextEdit(start, start, "assert "),))

    def _misnamed(self, node: ast.Expr, function: ast.Attribute, unit: Unit, file: TestFile) -> Iterator[Hit]:
        right = _meant(function.attr)
        if right and _is_mock(function.value, unit):
            _start, end = file.span(function)
            edit = TextEdit(end - len(function.attr), end, right)
            yield Hit(node, f"calls {source_of(function)}, which the mock makes up; {right} is meant", fix=(edit,))

    def _asserted(self, node: ast.Assert, unit: Unit, file: TestFile) -> Iterator[Hit]:
        test = node.test
        if isinstance(test, ast.Attribute) and test.attr in MOCK_ASSERTIONS:
            yield Hit(node, f"asserts the method {source_of(test)} itself, which is always true")
        elif isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute):
            right = _MISNAMED.get(test.func.attr, "")
            if not right or not _is_mock(test.func.value, unit):
                return
            start, _end = file.span(node)
            inner, _ = file.span(test)
            _, end = file.span(test.func)
            edits = (TextEdit(start, inner, ""), TextEdit(end - len(test.func.attr), end, right))
            message = f"asserts what {source_of(test.func)} returns, a mock, which is always true; {right} is meant"
            yield Hit(node, message, fix=edits if node.msg is None else ())

    def _message_for_value(self, call: ast.Call, file: TestFile) -> Iterator[Hit]:
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in ("assertTrue", "assert_"):
            return
        if dotted_name(call.func.value) != "self" or len(call.args) != 2 or not _is_value(call.args[1]):
            return
        _start, end = file.span(call.func)
        edit = TextEdit(end - len(call.func.attr), end, "assertEqual")
        yield Hit(
            call,
            f"takes {source_of(call.args[1], 30)} for a message: only the truth of {source_of(call.args[0], 30)} is checked",
            fix=(edit,),
        )


def _meant(name: str) -> str:
    """The assertion of a mock that this name was meant to be, or the empty string."""
    if name in _MISNAMED:
        return _MISNAMED[name]
    if name in MOCK_ASSERTIONS or not name.startswith(("assert", "asert", "asssert", "assret")):
        return ""
    near = difflib.get_close_matches(name, MOCK_ASSERTIONS, n=1, cutoff=0.85)
    return near[0] if near else ""


def _is_mock(node: ast.expr, unit: Unit) -> bool:
    """Whether the expression is a mock of the test, or an attribute or result of one."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return isinstance(node, ast.Name) and node.id in mocks_of(unit)


def _is_value(node: ast.expr) -> bool:
    """Whether the argument is surely no message: a number or a container. For True it would change nothing."""
    if isinstance(node, ast.Constant):
        return node.value not in (None, True) and not isinstance(node.value, str)
    return isinstance(node, ast.List | ast.Dict | ast.Set | ast.Tuple)


def _is_run_for_its_effect(node: ast.Expr, compared: ast.Compare, unit: Unit) -> bool:
    """Whether the comparison may be there to raise, or to be run by something else; an order of two objects may be there
    to show that it is possible."""
    assert unit.node is not None
    if _SMOKE.search(f"{unit.name} {ast.get_docstring(unit.node) or ''}"):
        return True
    constants = any(isinstance(one, ast.Constant) for one in (compared.left, *compared.comparators))
    if not constants and any(isinstance(one, ast.Lt | ast.Gt | ast.LtE | ast.GtE) for one in compared.ops):
        return True
    around = parent_of(node)
    while around is not None and around is not unit.node:
        if isinstance(around, ast.Try | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            return True
        if isinstance(around, ast.With | ast.AsyncWith) and any(_watches(item.context_expr) for item in around.items):
            return True
        around = parent_of(around)
    return False


def _watches(context: ast.expr) -> bool:
    """Whether the block may be there for what the comparison raises or warns."""
    return bool(_WATCHING.search(source_of(context, 200)))
