"""ET710: a test without a body."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...model import Severity
from ..rule import Bad, Good, Hit, TestRule
from ..syntax import constant, keyword
from ..testfile import TestFile
from ..unit import Unit, UnitKind

__all__ = ["EmptyTest"]

_DONE_ELSEWHERE = frozenset({"usefixtures", "skip"})
_DUMMY = re.compile(
    r"test(?:_?\d+(?:_?\w*)|_?(?:bar|baz|dummy|empty|foo|func|it|me|nothing|noop|ok|pass(?:ed|es|ing)?|sample|something))?"
)
"""Names of tests that are data for another test, of a runner or plugin: they name no behaviour."""
_SETUP = frozenset({"setUp", "asyncSetUp", "setup_method", "setup", "setUpClass", "setup_class"})
_HARMLESS = ("pytest.mark.", "unittest.skip", "unittest.mock.", "mock.")
"""Decorators of these modules check nothing by themselves."""


class EmptyTest(TestRule):
    """A test whose body is `pass`, `...` or a docstring alone.

    It passes for ever and is counted. Whoever reads the list of tests believes that the behaviour in its name is checked.

    Do instead: write the test, or take it out and note the gap where the team keeps its list; a test that cannot be
    written yet is `@pytest.mark.xfail(strict=True, reason=…)` with `pytest.fail` as its body.

    Stays silent: for strict expected failures and tests that are always skipped, which say that they are not done; for
    tests with `usefixtures`, in classes whose tests are all empty and that have a set-up, and under a decorator of the
    project's own, which are the check then; for methods that a base class leaves open on purpose; for names that name no
    behaviour (`test_me`, `test_1`): such tests are data for a runner's own tests.
    """

    code = "ET710"
    name = "empty-test"
    severity = Severity.ERROR
    cure = "Write the test, or take it out."
    bad = (
        Bad("def test_refund():  # flagged\n    pass\n"),
        Bad(
            'class TestRefund:\n    def test_twice(self):  # flagged\n        """A refund cannot be booked twice."""\n'
        ),
        Bad("async def test_refund(client):  # flagged\n    ...\n"),
        Bad(
            "import sys\n\nimport pytest\n\n\n@pytest.mark.skipif(sys.platform == 'win32', reason='sockets')\n"
            "def test_socket():  # flagged\n    ...\n"
        ),
    )
    good = (
        Good(
            "import pytest\n\n\n@pytest.mark.xfail(strict=True, reason='issue 12')\ndef test_a():\n    ...\n",
            "a strict expected failure fails when it passes",
        ),
        Good("import pytest\n\n\n@pytest.mark.skip(reason='no printer here')\ndef test_a():\n    pass\n", "it says so"),
        Good(
            "import pytest\n\n\n@pytest.mark.usefixtures('migrated')\ndef test_migrations_run():\n    pass\n",
            "the fixture does the work",
        ),
        Good("def test_a(record):\n    assert record\n", "it has a body"),
        Good("def test_me():\n    pass\n", "it names no behaviour: something for a test runner to run"),
        Good(
            "from tests.checks import no_warnings\n\n\n@no_warnings\ndef test_import():\n    pass\n",
            "the decorator is the check",
            files={"tests/checks.py": "def no_warnings(test):\n    return test\n"},
        ),
        Good(
            "class TestStream:\n    def setup_method(self):\n        create_stream('a')\n\n"
            "    def test_stream_is_created(self):\n        pass\n\n    def test_stream_is_created_anew(self):\n"
            "        pass\n",
            "the set-up is what is tried, twice",
        ),
        Good(
            "import unittest\n\n\nclass Base(unittest.TestCase):\n    def test_write(self):\n        pass\n\n\n"
            "class TestDisk(Base):\n    def test_write(self):\n        self.assertTrue(open)\n",
            "classes that inherit fill it",
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """Tests of which nothing is left without docstring, `pass` and `...`."""
        assert test.node is not None
        if any(not _is_nothing(statement) for statement in test.body) or _is_excused(test, file):
            return
        yield Hit(test.node, f"{test.name} has no body, so it passes whatever the code does")


def _is_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass):
        return True
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _is_excused(test: Unit, file: TestFile) -> bool:
    if _DONE_ELSEWHERE & test.markers.keys() or any(name.rpartition(".")[2] == "skip" for name, _ in test.decorators):
        return True
    own = test.node.decorator_list if test.node else []
    if any(not name.startswith(_HARMLESS) for name, expression in test.decorators if expression in own):
        return True
    if _DUMMY.fullmatch(test.name) or _is_set_up_alone(test, file):
        return True
    mark = test.markers.get("xfail")
    if isinstance(mark, ast.Call) and constant(keyword(mark, "strict")) is not False:
        return True
    return test.cls is not None and (_is_overridden(test, file) or _overrides(test, file))


def _is_set_up_alone(test: Unit, file: TestFile) -> bool:
    """Whether its class has a set-up and nothing but empty tests."""
    inside = [unit for unit in file.units if test.cls is not None and unit.cls is test.cls]
    tests = [unit for unit in inside if unit.kind is UnitKind.TEST]
    return any(unit.name in _SETUP for unit in inside) and all(all(map(_is_nothing, one.body)) for one in tests)


def _is_overridden(test: Unit, file: TestFile) -> bool:
    """Whether a class of the file inherits from this one, so that the empty method is a place to fill."""
    assert test.cls is not None
    name = test.cls.name
    return any(name in map(_base_name, cls.bases) for cls in file.classes_by_name.values())


def _overrides(test: Unit, file: TestFile) -> bool:
    """Whether it switches an inherited test off: the class has a base that may hold one."""
    assert test.cls is not None
    known = {"TestCase", "object", "IsolatedAsyncioTestCase"}
    return any(_base_name(base) not in known for base in test.cls.bases)


def _base_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
