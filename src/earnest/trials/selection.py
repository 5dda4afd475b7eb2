"""Which tests meet a change, and in what order: only those that ran the changed statement, the fastest first."""

from __future__ import annotations

import math

from ..model import Baseline, Change, Outcome, Scope

__all__ = ["Selection"]

_SHORT = 0.01
"""Seconds. Tests up to about three times as long count as equally fast."""
_ELIGIBLE = frozenset({Outcome.PASSED, Outcome.XFAILED, Outcome.XPASSED})


class Selection:
    """Chooses tests by the evidence of the baseline."""

    def __init__(self, baseline: Baseline) -> None:
        """Ranks the tests once. Those that depend on the order keep the order of collection before all others.

        The others are ranked by the decade of their duration, then by how many lines they run, so that the order, and
        with it the test that is named as the one that caught a change, seldom differs between two runs.
        """
        self._baseline = baseline
        self._eligible = frozenset(
            index
            for index, test in enumerate(baseline.tests)
            if test.outcome in _ELIGIBLE and test.id not in baseline.unstable
        )
        self._order_dependent = frozenset(
            index for index, test in enumerate(baseline.tests) if test.id in baseline.order_dependent
        )
        size = _sizes(baseline)
        ranked = sorted(
            self._eligible,
            key=lambda index: (
                (0, 0, index)
                if baseline.tests[index].id in baseline.order_dependent
                else (1 + _decade(baseline.tests[index].seconds), size[index], index)
            ),
        )
        self._rank = {index: rank for rank, index in enumerate(ranked)}

    @property
    def all(self) -> tuple[int, ...]:
        """Every test that may decide a trial, in the order of collection."""
        return tuple(sorted(self._eligible))

    def covering(self, change: Change) -> frozenset[int]:
        """Every test that runs the changed statement or may use what it did at import, whether or not it may decide."""
        coverage = self._baseline.coverage
        lines = range(change.lines[0], change.lines[1] + 1)
        tests = coverage.tests_of(change.location.file, lines)
        if not coverage.at_import.get(change.location.file, frozenset()).isdisjoint(lines):
            tests |= coverage.importers.get(change.location.file, frozenset())
        return tests

    def chosen(self, change: Change) -> tuple[int, ...]:
        """The tests of the trial, in their order: those that run code of the file first, the fastest of them first."""
        tests = self.covering(change) & self._eligible
        if change.scope is Scope.FUNCTION:
            return tuple(sorted(tests, key=self._rank.__getitem__))
        table = self._baseline.coverage.by_line.get(change.location.file, {})
        near = frozenset().union(*table.values()) if table else frozenset()
        first = self._order_dependent
        return tuple(sorted(tests, key=lambda index: (index not in first, index not in near, self._rank[index])))

    def seconds(self, tests: tuple[int, ...]) -> float:
        """What these tests took in the baseline."""
        return sum(self._baseline.tests[index].seconds for index in tests)


def _decade(seconds: float) -> int:
    return max(0, round(math.log10(max(seconds, _SHORT) / _SHORT)))


def _sizes(baseline: Baseline) -> list[int]:
    """How many first-party lines each test runs."""
    sizes = [0] * len(baseline.tests)
    for lines in baseline.coverage.by_line.values():
        for tests in lines.values():
            for test in tests:
                sizes[test] += 1
    return sizes
