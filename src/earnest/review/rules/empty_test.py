"""ET710: a test without a body."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Severity
from ..rule import Bad, Good, Hit, TestRule
from ..syntax import constant, keyword
from ..testfile import TestFile
from ..unit import Unit

__all__ = ["EmptyTest"]

_DONE_ELSEWHERE = frozenset({"usefixtures", "skip"})


class EmptyTest(TestRule):
    """A test whose body is `pass`, `...` or a docstring alone.

    It passes for ever and is counted. Whoever reads the list of tests believes that the behaviour in its name is checked.

    Do instead: write the test, or take it out and note the gap where the team keeps its list; a test that cannot be
    written yet is `@pytest.mark.xfail(strict=True, reason=…)` with `pytest.fail` as its body.

    Stays silent: for strict expected failures and tests that are always skipped, which say that they are not done; for
    tests with `usefixtures`, whose set-up is the check; for methods that a base class leaves open on purpose.
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
    if any(name.rpartition(".")[2] in {"patch", "fixture", "given", "expectedFailure"} for name, _ in test.decorators):
        return True
    mark = test.markers.get("xfail")
    if isinstance(mark, ast.Call) and constant(keyword(mark, "strict")) is not False:
        return True
    return test.cls is not None and (_is_overridden(test, file) or _overrides(test, file))


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
