"""ET114: an assertion compares a value with itself, or asserts a text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...model import Severity
from ..reads import reads_of
from ..rule import Bad, Good, Hit, NodeRule
from ..syntax import dotted_name, source_of
from ..testfile import TestFile
from ..unit import Unit, UnitKind
from ..walk import parent_of

__all__ = ["SelfComparison"]

_EQUAL = (ast.Eq, ast.Is)
_ASSERTIONS = frozenset(
    {"assertEqual", "assertEquals", "assertIs", "assertAlmostEqual", "assertDictEqual", "assertListEqual"}
)
_STABLE = re.compile(
    r"consisten|stable|same|cache|determin|idempot|repeat|multiple|once|twice|again|memo|equal|singleton|constant|reflex|eq_",
    re.I,
)
"""What a test is called whose subject is that a value stays what it is."""


class SelfComparison(NodeRule):
    """An assertion compares a value with itself, or asserts a text that is always true.

    `assert user.name == user.name` was meant to name two different things. It holds for every user and every name, so
    the check that the author had in mind does not take place. The same goes for a value that was copied from the result
    one line earlier, and for `assert "the message"`, where the condition in front of the comma got lost.

    Do instead: write the expected value out, or compare with what was stored before.

    Stays silent: for `x == x` on a plain name, which tests `__eq__`; for calls on both sides, which test that two calls
    agree; when something ran between the copy and the comparison; when the test is named after a value that stays, or compares
    several things with themselves.
    """

    code = "ET114"
    name = "self-comparison"
    severity = Severity.ERROR
    cure = "Write the expected value out, or compare with one that comes from elsewhere."
    nodes = (ast.Assert, ast.Call)
    bad = (
        Bad("def test_name(user):\n    user.rename('Ada')\n    assert user.name == user.name  # flagged\n"),
        Bad("def test_name(user):\n    user.rename('Ada')\n    assert 'the name is Ada'  # flagged\n"),
        Bad(
            "def test_total(order):\n    order.add(3)\n    expected = order.total\n"
            "    assert order.total == expected  # flagged\n"
        ),
        Bad(
            "import unittest\n\n\nclass TestUser(unittest.TestCase):\n    def test_name(self):\n"
            "        user = make()\n        self.assertEqual(user.name, user.name)  # flagged\n"
        ),
        Bad("def test_name(user):\n    assert (user.name == 'Ada', 'wrong name')  # flagged\n"),
    )
    good = (
        Good("def test_a(point):\n    assert point == point\n", "it tests the type's `__eq__`"),
        Good("def test_a(token):\n    assert token.draw() == token.draw()\n", "two calls are compared"),
        Good(
            "def test_a(order):\n    before = order.total\n    order.add(3)\n    assert order.total == before\n",
            "something ran in between",
        ),
        Good(
            "def test_bound_methods(thing):\n    assert thing.a == thing.a\n    assert thing.b == thing.b\n",
            "several things are compared with themselves, on purpose",
        ),
        Good(
            "def test_oid_is_stable(box):\n    assert box.oid == box.oid\n",
            "that a computed value stays is the subject",
        ),
        Good(
            "def test_a(page):\n    # The text can be read multiple times.\n    assert page.text == page.text\n",
            "that it can be read again is the subject",
        ),
        Good("def test_a(user):\n    assert user.name == user.nickname\n", "two different values"),
        Good(
            "import pytest\n\n\ndef test_a(record):\n    with pytest.raises(AttributeError):\n"
            "        assert record.gone == record.gone\n",
            "the attribute is expected to raise",
        ),
        Good(
            "def test_a(config):\n    first = config.loader\n    assert config.loader is first\n",
            "it tests that an attribute is computed once",
        ),
    )

    def visit(self, node: ast.AST, unit: Unit, file: TestFile) -> Iterator[Hit]:
        """Assert statements and unittest's assertions of equality."""
        if unit.kind not in (UnitKind.TEST, UnitKind.HELPER):
            return
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in _ASSERTIONS and len(node.args) > 1:
                yield from self._pair(node, node.args[0], node.args[1], unit, identity=node.func.attr == "assertIs")
            return
        assert isinstance(node, ast.Assert)
        if isinstance(node.test, ast.Constant) and isinstance(node.test.value, str | bytes) and node.test.value:
            yield Hit(node, f"asserts the text {source_of(node.test, 40)}, which is always true")
        elif isinstance(node.test, ast.Tuple) and node.test.elts:
            yield Hit(node, "asserts a tuple, which is always true: the comparison inside it decides nothing")
        elif isinstance(node.test, ast.Compare) and len(node.test.ops) == 1 and isinstance(node.test.ops[0], _EQUAL):
            identity = isinstance(node.test.ops[0], ast.Is)
            yield from self._pair(node, node.test.left, node.test.comparators[0], unit, identity=identity)

    def _pair(self, node: ast.AST, left: ast.expr, right: ast.expr, unit: Unit, *, identity: bool) -> Iterator[Hit]:
        if identity or _is_expected_to_raise(node, unit) or _STABLE.search(_told(node, unit)):
            return
        if ast.dump(left) == ast.dump(right):
            if _is_still(left) and not unit.file.dotted(left) and not _is_one_of_many(node, unit):
                yield Hit(node, f"compares {source_of(left)} with itself")
            return
        for name, other in ((left, right), (right, left)):
            if isinstance(name, ast.Name) and _is_still(other) and _is_copy(name.id, other, node, unit):
                yield Hit(node, f"compares {source_of(other)} with {name.id}, which was copied from it just before")
                return


def _is_one_of_many(node: ast.AST, unit: Unit) -> bool:
    """Whether the test compares other things with themselves too: then that is what it is about."""
    compared = (one.test for one in unit.of(ast.Assert) if one is not node and isinstance(one.test, ast.Compare))
    return any(len(one.ops) == 1 and ast.dump(one.left) == ast.dump(one.comparators[0]) for one in compared)


def _told(node: ast.AST, unit: Unit) -> str:
    """What the test is called and says, with the comment in front of the assertion."""
    line = getattr(node, "lineno", 1)
    comments = [one for one in unit.file.lines[max(line - 3, 0) : line - 1] if one.lstrip().startswith("#")]
    return " ".join([unit.name, ast.get_docstring(unit.node) or "" if unit.node else "", *comments])


def _is_still(node: ast.expr) -> bool:
    """Whether it is an attribute or item (of an attribute…) of a name: reading it twice is no test of anything."""
    if not isinstance(node, ast.Attribute | ast.Subscript):
        return False
    return not any(isinstance(one, ast.Call | ast.Await | ast.NamedExpr | ast.Yield) for one in ast.walk(node))


def _is_expected_to_raise(node: ast.AST, unit: Unit) -> bool:
    around = parent_of(node)
    while around is not None and around is not unit.node:
        if isinstance(around, ast.With | ast.AsyncWith | ast.Try):
            return True
        around = parent_of(around)
    return False


def _is_copy(name: str, other: ast.expr, node: ast.AST, unit: Unit) -> bool:
    """Whether the name was bound to that very expression by the statement in front, and the name serves nothing else."""
    values = unit.assigned.get(name, [])
    if len(values) != 1 or ast.dump(values[0]) != ast.dump(other) or name in unit.arguments:
        return False
    if dotted_name(other).startswith("self.") or len(reads_of(unit, name)) != 1:
        return False
    statement = node if isinstance(node, ast.stmt) else parent_of(node)
    around = parent_of(statement) if statement is not None else None
    body = getattr(around, "body", [])
    if statement not in body:
        return False
    before = body[body.index(statement) - 1] if body.index(statement) else None
    return isinstance(before, ast.Assign) and before.value is values[0]
