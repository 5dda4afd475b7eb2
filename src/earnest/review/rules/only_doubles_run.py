"""ET105: a test in which nothing of the project's own code ran."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Severity
from ..codebase import Codebase
from ..doubles import doubles_of, mocks_of
from ..evidence import Evidence
from ..rule import EvidenceRule, Hit
from ..testfile import suite_file
from ..unit import Function, Unit

__all__ = ["OnlyDoublesRun"]


class OnlyDoublesRun(EvidenceRule):
    """A test uses test doubles, passes, and not one line of the project's own code ran in it.

    It tests the mock library. Whatever happens to the code, it passes: it cannot fail for a reason that matters.

    Do instead: call the real code, and replace only what lies beyond the project (the payment provider, the mail
    server), if anything.

    Stays silent: in tests without doubles (they may test a script, a data file or the packaging), where code of the
    project ran in a process that the test started, and where nothing of the project was recorded at all.
    """

    code = "ET105"
    name = "only-doubles-run"
    severity = Severity.ERROR
    cure = "Call the real code and replace only what lies beyond the project."

    def find(self, evidence: Evidence, codebase: Codebase) -> Iterator[Hit]:
        """Passing tests with doubles and without a first-party line."""
        if not evidence.baseline.coverage.by_line:
            return
        for path in sorted({test.file for test in evidence.baseline.tests}):
            file = suite_file(codebase, path)
            for test in file.tests if file else ():
                if test.node and evidence.passed(test.id) and not evidence.own_lines(test.id):
                    yield from _of_test(test, test.node, evidence)


def _of_test(test: Unit, node: Function, evidence: Evidence) -> Iterator[Hit]:
    seen = [double.target for double in evidence.doubles(test.id)]
    seen += [double.target for double in doubles_of(test) if double.is_behaviour and double.target]
    if seen or mocks_of(test):
        what = f"its doubles ({', '.join(dict.fromkeys(seen))})" if seen else "its mocks"
        yield Hit(node, f"not one line of the project's code runs in {test.name}: only {what} do", test)
