"""ET403: a test whose outcome depends on the order."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Severity
from ..codebase import Codebase
from ..evidence import Evidence, function_of
from ..rule import EvidenceRule, Hit, Place
from ..testfile import suite_file

__all__ = ["OrderDependent"]


class OrderDependent(EvidenceRule):
    """A test ends differently when other tests run before it, or do not. The finding names the one that decides.

    Such a suite cannot be run in parallel, in random order, or one test at a time; and it fails some day in a pull
    request that has nothing to do with it. Often the shared state is a bug of the product's, too: a module-level cache, a
    connection, a default that is changed in place.

    Earnest runs the suite in the order of collection and backwards. Where a test ends differently, it runs ever smaller
    parts of the suite before it until one test is left that decides, and proves it with the two alone.

    Do instead: give each test its own state in a fixture, and put back what a test changes (monkeypatch, a fixture's
    clean-up).

    Stays silent: for tests that fail by chance; they are listed as unstable.
    """

    code = "ET403"
    name = "order-dependent"
    severity = Severity.ERROR
    cure = "Give each test its own state in a fixture, and put back what a test changes."

    def find(self, evidence: Evidence, codebase: Codebase) -> Iterator[Hit]:
        """The dependencies that were proved, and the other tests of which only the symptom is known."""
        places = {test.id: test for test in evidence.baseline.tests}
        named = {one.test: one for one in evidence.baseline.dependencies}
        for identity in sorted(evidence.baseline.order_dependent | named.keys()):
            test, known = places[identity], named.get(identity)
            if known is None:
                told = "fails when other tests run before it, in another order than that of the files"
            elif known.fails_behind:
                told = f"fails when {known.other} runs before it, which leaves something behind"
            else:
                told = f"fails unless {known.other} has run before it, which leaves behind what it needs"
            file = suite_file(codebase, test.file)
            unit = next((one for one in file.tests if one.id == function_of(identity)), None) if file else None
            node = unit.node if unit and unit.node else Place(test.line, file=test.file)
            yield Hit(node, f"{identity} {told}", unit)
