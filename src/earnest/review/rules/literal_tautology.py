"""ET104: an assertion on nothing but what the test itself wrote down."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...model import Severity
from ..oracles import OracleKind, assertions_of, is_raises, oracles_of
from ..reads import reads_of
from ..rule import Bad, Good, Hit, TestRule
from ..syntax import constant, dotted_name, last_name, source_of
from ..testfile import TestFile
from ..unit import Unit
from ..walk import parent_of

__all__ = ["LiteralTautology"]

_ASSERTIONS = {
    "assertTrue": 1, "assertFalse": 1, "assertEqual": 2, "assertEquals": 2, "assertIsNotNone": 1, "assertIs": 2,
}  # fmt: skip
_PURE = frozenset({"len", "isinstance", "sorted", "sum", "min", "max", "bool", "type", "list", "set", "tuple"})
_CONTRACT = re.compile(r"crash|exception|stack ?trace|rais|error|always_pass", re.I)
_READING = frozenset(
    {"items", "keys", "values", "get", "startswith", "endswith", "count", "index", "issubset", "issuperset"}
)
"""Methods of literals that change nothing."""
_TEXTS = frozenset({
    "text", "str", "lower", "upper", "strip", "output", "stdout", "stderr", "out", "err", "decode", "getvalue", "body",
    "message", "get_text", "repr",
})  # fmt: skip


class LiteralTautology(TestRule):
    """An assertion looks only at a literal of the test, so it holds whatever the code does.

    `expected = {"status": "paid"}` followed by `assert expected["status"] == "paid"` compares the test with the test.
    `assert True` at the end says no more than that the test came there. `assert len(rows) >= 0` and
    `assert "" in text` hold for every list and every text. No change of the code can make any of these fail.

    Do instead: assert on what the code returned, stored or sent.

    Stays silent: when the literal was handed to something or changed in between; for `assert True` and its like where
    another check decides or the text says that not raising is the point; inside `pytest.raises` and in nested functions.
    """

    code = "ET104"
    name = "literal-tautology"
    severity = Severity.ERROR
    cure = "Assert on what the code returned, stored or sent."
    bad = (
        Bad(
            "from app.orders import pay\n\n\ndef test_pays():\n    expected = {'status': 'paid'}\n    pay(1)\n"
            "    assert expected['status'] == 'paid'  # flagged\n",
            files={"src/app/orders.py": "def pay(number):\n    return {'status': 'paid'}\n"},
        ),
        Bad(
            "from app.orders import pay\n\n\ndef test_pays():\n    pay(1)\n    assert True  # flagged\n",
            files={"src/app/orders.py": "def pay(number):\n    return {'status': 'paid'}\n"},
        ),
        Bad("def test_rows(table):\n    rows = table.read()\n    assert len(rows) >= 0  # flagged\n"),
        Bad("def test_text(page):\n    assert '' in page.text()  # flagged\n"),
        Bad(
            "import unittest\n\n\nclass TestOrder(unittest.TestCase):\n    def test_pays(self):\n        pay(1)\n"
            "        self.assertTrue(True)  # flagged\n"
        ),
    )
    good = (
        Good(
            "def test_a(store):\n    row = {'status': 'new'}\n    store.pay(row)\n    assert row['status'] == 'paid'\n",
            "the literal was handed to the code, which may have changed it",
        ),
        Good(
            "def test_a():\n    seen = []\n\n    def note(value):\n        seen.append(value)\n\n    run(note)\n"
            "    assert seen == [1]\n",
            "the list is changed by a callback",
        ),
        Good(
            "def test_a(order):\n    try:\n        order.pay()\n    except ValueError:\n        assert True\n    else:\n"
            "        assert False, 'it was paid'\n",
            "the other branch decides",
        ),
        Good(
            "import unittest\n\n\nclass TestA(unittest.TestCase):\n    def test_a(self):\n        result = run()\n"
            "        expected = {'a': 1}\n        self.assertEqual(expected, result)\n",
            "the other side comes from the code",
        ),
        Good(
            "import pytest\n\n\ndef test_a():\n    value = 1\n    with pytest.raises(AssertionError) as caught:\n"
            "        assert value == 2\n    assert report(caught) == 'assert 1 == 2'\n",
            "the assertion is an example that must fail",
        ),
        Good("def test_a(table):\n    assert len(table.read()) > 0\n", "an empty table fails"),
        Good(
            "def test_a(add):\n    left = 1\n    assert add(left) == 2\n    assert left == 1\n",
            "handed over, so the assertion is about its being left alone",
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """Assertions of literals, of names that hold literals, and of what holds for every value."""
        constants: list[ast.AST] = []
        for oracle in assertions_of(test):
            tests = [oracle.test] if oracle.test else _compared(oracle.node, oracle.kind)
            if not tests or _is_an_example(oracle.node, test):
                continue
            if len(tests) == 1 and _holds_always(tests[0]):
                yield Hit(oracle.node, f"{source_of(tests[0])} holds for every value")
            elif _is_constant_truth(tests, oracle.node):
                constants.append(oracle.node)
            else:
                name = _own_literal(tests, test)
                if name:
                    yield Hit(oracle.node, f"asserts on {name}, which the test itself wrote down and nothing else saw")
        if constants and not _says_that_it_must_not_raise(test) and len(constants) == len(oracles_of(test)):
            for node in constants:
                yield Hit(node, "asserts a constant, and nothing else in this test is checked")


def _says_that_it_must_not_raise(test: Unit) -> bool:
    """Whether the test says that coming to its end is the point: `assert True` only marks that then."""
    assert test.node is not None
    lines = test.file.lines[test.node.lineno - 1 : test.node.end_lineno]
    return any(_CONTRACT.search(line) for line in lines)


def _is_an_example(node: ast.AST, unit: Unit) -> bool:
    """Whether the assertion is there to fail, or to be looked at by something else: in an expecting block, or in a
    function inside the test."""
    around = parent_of(node)
    while around is not None and around is not unit.node:
        if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            return True
        if isinstance(around, ast.With | ast.AsyncWith) and any(
            isinstance(item.context_expr, ast.Call) and is_raises(item.context_expr, unit) for item in around.items
        ):
            return True
        around = parent_of(around)
    return False


def _compared(node: ast.AST, kind: OracleKind) -> list[ast.expr]:
    """The arguments that one of unittest's assertions compares."""
    if kind is not OracleKind.UNITTEST or not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return []
    count = _ASSERTIONS.get(node.func.attr, 0)
    return node.args[:count] if len(node.args) >= count else []


def _is_constant_truth(tests: list[ast.expr], node: ast.AST) -> bool:
    """`assert True`, `assert 1 == 1`, `self.assertTrue(True)`, `self.assertEqual(1, 1)`; never what must fail."""
    if len(tests) == 2:
        return all(isinstance(one, ast.Constant) for one in tests) and ast.dump(tests[0]) == ast.dump(tests[1])
    test = tests[0]
    negative = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "assertFalse"
    if isinstance(test, ast.Constant):
        return not isinstance(test.value, str | bytes) and bool(test.value) is not negative
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
        left, right = test.left, test.comparators[0]
        return isinstance(left, ast.Constant) and isinstance(right, ast.Constant) and left.value == right.value
    return False


def _holds_always(test: ast.expr) -> bool:
    """`len(x) >= 0`, `"" in x`, `x or True`."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return any(constant(one) is True for one in test.values)
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return False
    if isinstance(test.ops[0], ast.In):
        return constant(test.left) == "" and _is_text(test.comparators[0])
    left = test.left
    measured = isinstance(left, ast.Call) and isinstance(left.func, ast.Name) and left.func.id == "len"
    bound = constant(test.comparators[0])
    if not measured or isinstance(bound, bool):
        return False
    return (isinstance(test.ops[0], ast.GtE) and bound == 0) or (isinstance(test.ops[0], ast.Gt) and bound == -1)


def _is_text(node: ast.expr) -> bool:
    """Whether its name says that it is one text, rather than a list of texts, in which the empty one may be missing."""
    return last_name(node.func if isinstance(node, ast.Call) else node) in _TEXTS


def _own_literal(tests: list[ast.expr], unit: Unit) -> str:
    """The local name that holds a literal nobody else saw, where the assertion looks at nothing but such names."""
    found = ""
    for node in (one for test in tests for one in ast.walk(test)):
        if isinstance(node, ast.Attribute) and _is_reading(node):
            continue
        if isinstance(node, ast.Attribute | ast.Await | ast.NamedExpr | ast.Lambda | ast.comprehension):
            return ""
        if isinstance(node, ast.Call) and not _is_pure(node):
            return ""
        if not isinstance(node, ast.Name) or node.id in _PURE or node.id == "pytest":
            continue
        around = parent_of(node)
        if isinstance(around, ast.Call) and dotted_name(around.func) == "isinstance" and around.args[0] is not node:
            continue  # the class
        if not _holds_literal(node.id, unit):
            return ""
        found = found or node.id
    return found


def _is_pure(call: ast.Call) -> bool:
    """Whether the call is Python's own or pytest's and changes nothing: `len(x)`, `x.items()`, `pytest.approx(x)`."""
    if isinstance(call.func, ast.Name):
        return call.func.id in _PURE
    return isinstance(call.func, ast.Attribute) and _is_reading(call.func)


def _is_reading(function: ast.Attribute) -> bool:
    return function.attr in _READING or dotted_name(function) == "pytest.approx"


def _holds_literal(name: str, unit: Unit) -> bool:
    values = unit.assigned.get(name, [])
    if len(values) != 1 or name in unit.arguments or not _is_literal(values[0]):
        return False
    statement = parent_of(values[0])
    if parent_of(statement) is not unit.node if statement is not None else True:
        return False
    return all(_is_in_check(read, unit) for read in reads_of(unit, name)) and not _is_bound_elsewhere(name, unit)


def _is_literal(node: ast.expr) -> bool:
    allowed = ast.Constant | ast.List | ast.Dict | ast.Tuple | ast.Set | ast.UnaryOp | ast.expr_context | ast.unaryop
    return all(isinstance(one, allowed) for one in ast.walk(node))


def _is_in_check(read: ast.AST, unit: Unit) -> bool:
    """Whether the name is read by an assertion and not handed to anything there."""
    around: ast.AST | None = read
    while around is not None and around is not unit.node:
        if isinstance(around, ast.Call):
            unittest = isinstance(around.func, ast.Attribute) and around.func.attr in _ASSERTIONS
            if not unittest and not _is_pure(around):
                return False
            if unittest:
                return True
        if isinstance(around, ast.Assert):
            return True
        if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            return False
        around = parent_of(around)
    return False


def _is_bound_elsewhere(name: str, unit: Unit) -> bool:
    """Whether a loop, `del`, `+=`, `global`, `nonlocal`, an import or an except clause binds it as well."""
    declarations: list[ast.Global | ast.Nonlocal] = [*unit.of(ast.Global), *unit.of(ast.Nonlocal)]
    for declared in declarations:
        if name in declared.names:
            return True
    root = unit.node or unit.file.tree
    stores = [
        one
        for one in ast.walk(root)
        if isinstance(one, ast.Name) and one.id == name and not isinstance(one.ctx, ast.Load)
    ]
    return len(stores) > 1
