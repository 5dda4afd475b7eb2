"""ET208: a double that nothing touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..codebase import Codebase
from ..doubles import Double, doubles_in
from ..evidence import Evidence
from ..oracles import OracleKind, oracles_of
from ..rule import EvidenceRule, Hit
from ..syntax import dotted_name
from ..testfile import suite_file
from ..unit import Unit

__all__ = ["InertDouble"]


class InertDouble(EvidenceRule):
    """A test puts a mock in the place of something, and nothing calls it or asks it for anything before the test ends.

    Either the patch hits the wrong place and the real thing ran instead (a mail was sent, a price was fetched), or the
    code no longer uses what is patched and the test tells a story that has not been true for a while.

    Do instead: remove the patch; if the real thing ran, patch the name in the module that uses it.

    Stays silent: where ET210 says which module holds a copy; where the test asserts that the mock was not called (that is
    what it is there for); where it was touched for one parameter or in one of the tests that share the patch; where only a
    specification's attributes or a replacement that is no mock leave open what happened.
    """

    code = "ET208"
    name = "inert-double"
    gives_way = "ET210"
    cure = "Remove the patch, or patch the name in the module that uses it."

    def find(self, evidence: Evidence, codebase: Codebase) -> Iterator[Hit]:
        """Patches of one test function that no run of it touched."""
        for path in sorted({test.file for test in evidence.baseline.tests}):
            file = suite_file(codebase, path)
            for test in file.tests if file else ():
                if evidence.passed(test.id):
                    yield from _of_test(test, evidence)


def _of_test(test: Unit, evidence: Evidence) -> Iterator[Hit]:
    by_target: dict[str, list[Double]] = defaultdict(list)
    for double in doubles_in(test):
        if double.replacement is None and double.target and double.technique in ("patch", "patch.object"):
            by_target[double.target].append(double)
    guarded = _guarded(test)
    for target, doubles in by_target.items():
        seen = evidence.doubles(test.id, target)
        if not seen or any(one.touched is not False for one in seen) or guarded.intersection(doubles[0].names):
            continue
        if any(double.origin.own for double in doubles) or not _mentioned(target, test, evidence):
            yield Hit(
                doubles[0].node,
                f"{target} is replaced by a {seen[0].replacement} that nothing touches in {test.name}",
                test,
            )


def _guarded(test: Unit) -> frozenset[str]:
    """Names of mocks that the test's own assertions are about."""
    calls = [oracle.node for oracle in oracles_of(test) if oracle.kind is OracleKind.MOCK]
    names = {dotted_name(getattr(call, "func", None)).partition(".")[0] for call in calls}
    for oracle in oracles_of(test):
        if oracle.test is not None:
            names.update(part.partition(".")[0] for part in _names(oracle.test))
    return frozenset(names)


def _names(node: object) -> Iterator[str]:
    import ast

    if isinstance(node, ast.AST):
        for child in ast.walk(node):
            if isinstance(child, ast.Attribute | ast.Name) and dotted_name(child):
                yield dotted_name(child)


def _mentioned(target: str, test: Unit, evidence: Evidence) -> bool:
    """Whether a line that ran names what is replaced: it may have been handed on without being called."""
    name = target.rpartition(".")[2]
    indexes = frozenset(evidence.functions.get(test.id, ()))
    sources = {source.path: source for source in evidence.project.sources}
    for path, table in evidence.baseline.coverage.by_line.items():
        source = sources.get(path)
        if source is None or name not in source.text:
            continue
        lines = source.text.split("\n")
        if any(name in lines[line - 1] for line, tests in table.items() if line <= len(lines) and tests & indexes):
            return True
    return False
