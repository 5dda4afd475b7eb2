"""Which tests meet a change, and in what order: only those that ran the changed statement, the fastest first."""

from __future__ import annotations

import math

from ..model import Baseline, Change, Outcome, Scope

__all__ = ["Selection"]

_ELIGIBLE = frozenset({Outcome.PASSED, Outcome.XFAILED, Outcome.XPASSED})


class Selection:
    """Chooses tests by the evidence of the baseline."""

    def __init__(self, baseline: Baseline) -> None:
        """Ranks the tests once: by the power of two of their duration, so that noise seldom changes the order."""
        self._baseline = baseline
        self._eligible = frozenset(
            index
            for index, test in enumerate(baseline.tests)
            if test.outcome in _ELIGIBLE and test.id not in baseline.unstable
        )
        ranked = sorted(self._eligible, key=lambda index: (_magnitude(baseline.tests[index].seconds), index))
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
        return tuple(sorted(tests, key=lambda index: (index not in near, self._rank[index])))

    def seconds(self, tests: tuple[int, ...]) -> float:
        """What these tests took in the baseline."""
        return sum(self._baseline.tests[index].seconds for index in tests)


def _magnitude(seconds: float) -> int:
    return math.frexp(max(seconds, 0.0005))[1]
