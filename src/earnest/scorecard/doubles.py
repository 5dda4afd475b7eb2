"""Criterion 3: doubles only at the boundary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ..model import Baseline, Criterion, CriterionState, Double, Evidence
from .facts import Facts
from .rule import Rule

__all__ = ["BoundaryDoubles"]

_DATA = (
    "NoneType UUID bool bytearray bytes complex date datetime Decimal dict float frozenset int list PosixPath set str"
    " time timedelta tuple"
)
"""Replacements of these types set a value, they do not stand in for behaviour."""


class BoundaryDoubles(Rule):
    """Mocks and fakes stand where the project ends, not between its own parts.

    Measured as the share of the doubles seen at run time (`mock.patch`, `monkeypatch`) whose target is not the
    project's own code, or lies at a boundary: one that the configuration declares, or a module whose only job is to wrap
    a client of something beyond the project (an HTTP API, a mail server). Setting a constant to another plain value is no
    double and is not counted.

    N/A where no test puts a double in place.
    """

    number = 3
    name = "doubles only at the boundary"

    def judge(self, facts: Facts) -> Criterion:
        """The share of doubles at the boundary against the thresholds."""
        seen = [double for double in facts.baseline.doubles if double.replacement not in _DATA.split()]
        if not seen:
            return self.not_applicable(f"no double was seen in {len(facts.baseline.tests)} tests")
        boundaries = (*facts.project.boundaries, *facts.wrappers)
        inside = [double for double in seen if _inside(double, boundaries)]
        fine = len(seen) - len(inside)
        threshold = facts.thresholds[self.number]
        passed = CriterionState.PASS if fine / len(seen) >= threshold.passing else CriterionState.WARN
        state = passed if fine / len(seen) >= threshold.warning else CriterionState.FAIL
        evidence = tuple(_evidence(inside, facts.baseline))
        reason = f"{len(inside) or 'none'} in place of the project's own code"
        return Criterion(
            self.number, self.name, state, fine, len(seen), "doubles seen", reason, _advice(inside), evidence
        )


def _inside(double: Double, boundaries: Iterable[str]) -> bool:
    names = (double.target, double.origin)
    declared = any(f"{name}.".startswith(f"{boundary}.") for boundary in boundaries for name in names)
    return double.first_party and not declared


def _by_target(doubles: Iterable[Double]) -> list[list[Double]]:
    groups: dict[str, list[Double]] = defaultdict(list)
    for double in doubles:
        groups[double.target].append(double)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0].target))


def _advice(inside: list[Double]) -> str:
    if not inside:
        return ""
    target = _by_target(inside)[0][0].target
    return f"Let the tests use the real {target}; if the project ends there, name it in [tool.earnest] boundaries."


def _evidence(inside: list[Double], baseline: Baseline) -> Iterable[Evidence]:
    """One piece for each target, the most often replaced first."""
    places = {test.id: f"{test.file}:{test.line}" for test in baseline.tests}
    for group in _by_target(inside):
        first = group[0]
        tests = len({double.test for double in group})
        often = f" and in {tests - 1} other test{'' if tests == 2 else 's'}" if tests > 1 else ""
        text = f"{first.target}, yours ({first.origin_file}), is replaced by a {first.replacement} here{often}"
        yield Evidence(places.get(first.test, first.test), text)
