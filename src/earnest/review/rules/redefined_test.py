"""ET712: two tests of one name in one scope."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...model import Severity
from ..rule import Bad, FileRule, Good, Hit
from ..testfile import TestFile
from ..unit import Function, Unit, UnitKind

__all__ = ["RedefinedTest"]


class RedefinedTest(FileRule):
    """Two tests of one name stand in one module or class, so the second takes the place of the first, which never runs.

    It happens by copying a test and changing all but its name. The suite stays green, the count of tests is right at a
    glance, and the first test's check is gone.

    Do instead: give each its own name.

    Stays silent: where the definitions stand in different branches (`if`, `try`), and where the first one was used in
    between, by a decorator or by name.
    """

    code = "ET712"
    name = "redefined-test"
    severity = Severity.ERROR
    cure = "Give each test its own name."
    bad = (
        Bad("def test_a():  # flagged\n    assert 1 + 1 == 2\n\n\ndef test_a():\n    assert 1 + 2 == 3\n"),
        Bad(
            "class TestA:\n    def test_b(self):  # flagged\n        assert 1 + 1 == 2\n\n"
            "    def test_b(self):\n        assert 2 + 1 == 3\n"
        ),
    )
    good = (
        Good(
            "import sys\n\nif sys.platform == 'linux':\n    def test_a():\n        assert 1 + 1 == 2\nelse:\n"
            "    def test_a():\n        assert 1 + 2 == 3\n",
            "only one of the branches runs",
        ),
        Good(
            "class TestA:\n    def test_b(self):\n        assert 1 + 1 == 2\n\n\n"
            "class TestC:\n    def test_b(self):\n        assert 1 + 2 == 3\n",
            "each class has its own",
        ),
        Good(
            "def test_a():\n    assert 1 + 1 == 2\n\n\ntest_first = test_a\n\n\ndef test_a():\n    assert 1 + 2 == 3\n",
            "the first one was kept under another name",
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """Looks at the module's level and at each class of it."""
        tests = {id(unit.node): unit for unit in file.units if unit.kind is UnitKind.TEST}
        for body in [file.tree.body, *(cls.body for cls in file.top.of(ast.ClassDef))]:
            yield from _in_scope(body, tests)


def _in_scope(body: Sequence[ast.stmt], tests: dict[int, Unit]) -> Iterator[Hit]:
    latest: dict[str, tuple[int, Function]] = {}
    for position, statement in enumerate(body):
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        before = latest.get(statement.name)
        if before and id(before[1]) in tests and not _is_used(body[before[0] + 1 : position + 1], statement.name):
            text = f"line {statement.lineno} defines {statement.name} again in the same scope, so this one never runs"
            yield Hit(before[1], text, tests[id(before[1])])
        latest[statement.name] = position, statement


def _is_used(statements: Sequence[ast.stmt], name: str) -> bool:
    """Whether something between the two reads the name, such as an assignment or the second one's decorator."""
    between = [*statements[:-1], *getattr(statements[-1], "decorator_list", [])]
    return any(isinstance(node, ast.Name) and node.id == name for part in between for node in ast.walk(part))
