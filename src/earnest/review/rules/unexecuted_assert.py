"""ET102: an assert that no run of its test reached."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Severity
from ..codebase import Codebase
from ..evidence import Evidence
from ..rule import EvidenceRule, Hit
from ..syntax import source_of
from ..testfile import suite_file
from ..unit import Unit
from ..walk import parent_of

__all__ = ["UnexecutedAssert"]


class UnexecutedAssert(EvidenceRule):
    """An assert statement stands in a test that passes, and was never executed: its branch was not taken, its loop had
    nothing to loop over, or the test left before it.

    The test looks as though it checked something. What it checks has been nothing since the day the list became empty
    or the condition false, and it goes on passing.

    Do instead: assert unconditionally. Say first what must be there (`assert len(rows) == 3`), then look at each; give
    each case of a condition a test of its own.

    Stays silent: where the assert ran for at least one parameter of the test; in tests that were skipped or expected to
    fail; where ET113 says what it stands behind; in `except` blocks and behind `pytest.fail`, which are there for the day
    on which something breaks.
    """

    code = "ET102"
    name = "unexecuted-assert"
    severity = Severity.ERROR
    gives_way = "ET113"
    cure = "Assert unconditionally: first that there is something to look at, then what it is."

    def find(self, evidence: Evidence, codebase: Codebase) -> Iterator[Hit]:
        """Asserts without a line in the evidence of a test that passed."""
        for path in sorted({test.file for test in evidence.baseline.tests}):
            file = suite_file(codebase, path)
            for test in file.tests if file else ():
                yield from _of_test(test, evidence)


def _of_test(test: Unit, evidence: Evidence) -> Iterator[Hit]:
    if not evidence.passed(test.id):
        return
    for statement in test.of(ast.Assert):
        lines = range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
        if evidence.ran(test.file.path, lines, test.id) is False and not _is_spare(statement, test):
            why = _why(statement, test)
            yield Hit(statement, f"`{source_of(statement, 70)}` never ran in {test.name}, which passes: {why}", test)


def _is_spare(statement: ast.Assert, test: Unit) -> bool:
    """Whether it is there for what does not happen: `assert False`, a handler, a function that is not called."""
    if isinstance(statement.test, ast.Constant) and not statement.test.value:
        return True
    around = parent_of(statement)
    while around is not None and around is not test.node:
        if isinstance(around, ast.ExceptHandler | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            return True
        around = parent_of(around)
    return False


def _why(statement: ast.Assert, test: Unit) -> str:
    around = parent_of(statement)
    while around is not None and around is not test.node:
        if isinstance(around, ast.For | ast.AsyncFor):
            return f"the loop over `{source_of(around.iter, 40)}` has nothing to loop over"
        if isinstance(around, ast.If | ast.While):
            return f"the branch at line {around.lineno} is not taken"
        if isinstance(around, ast.With | ast.AsyncWith):
            return f"the block at line {around.lineno} is left before it"
        around = parent_of(around)
    return "the test leaves before it"
