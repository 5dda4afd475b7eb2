"""One change with everything that its trial needs: tests, limits, and how the change is put in place."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from ..config import Settings
from ..model import Change, Project, Scope, SourceFile, TrialPath
from ..process import Limits
from ..suite.baseline import Measured
from .selection import Selection
from .surgery import Surgeon

__all__ = ["Case", "Preparation"]

_BOUND = 1_000_000
"""Iterations that loops of changed code may always make: about 0.1 s."""
_ITERATIONS_PER_SECOND = 5_000_000
"""What a bound grows by for each second that the chosen tests may take."""
_FEW = 3
"""Fewer tests of other modules than this are collected with the first: a trial more would cost more."""
_COLD_SECONDS = 3.0
"""Allowance of a cold trial for starting pytest, on top of the time that the collection took."""


@dataclass(frozen=True, slots=True)
class Case:
    """A change that can be tried now."""

    change: Change
    path: TrialPath
    tests: tuple[int, ...]
    covered_by: int
    payload: dict[str, Any]
    limits: Limits
    rest: tuple[int, ...] = ()
    """Tests of other modules, which are collected only when `tests` miss the change: most changes need no more than one."""


class Preparation:
    """Makes cases. The unchanged code of each file is compiled once."""

    def __init__(self, project: Project, measured: Measured, selection: Selection, settings: Settings) -> None:
        """All that is known after the baseline."""
        self._project = project
        self._measured = measured
        self._baseline = measured.baseline
        self._selection = selection
        self._settings = settings
        self._sources = {source.path: source for source in project.sources}
        self._surgeons: dict[str, Surgeon] = {}
        self._memory = max(settings.memory, 2 * measured.memory)
        self._cold_only = not measured.collection.may_fork

    def case(self, change: Change, tests: tuple[int, ...], *, cold: bool = False) -> Case:
        """The hot case where it shows the change truly, else the cold one, which `cold` insists on."""
        swap = None if cold or self._cold_only else self._surgeon(change).plan(change)
        covered_by = len(self._selection.covering(change))
        if swap is None:
            first, rest = self._likeliest_first(tests)
            return self._cold_case(change, first, covered_by, rest)
        payload = self._payload(change, tests)
        limits = self.limits(tests, cold=False)
        bound = _BOUND + int(self._selection.seconds(tests) * _ITERATIONS_PER_SECOND)
        payload |= {"kind": "hot", "codes": swap.codes, "tests": tests, "bound": bound}
        return Case(change, TrialPath.HOT, tests, covered_by, payload, limits)

    def remainder(self, case: Case) -> Case:
        """The same change before the tests that the case left for later."""
        return self._cold_case(case.change, case.rest, case.covered_by, ())

    def _likeliest_first(self, tests: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The tests of the first one's module, and the rest; all and nothing where that would save too little."""
        module = self._baseline.tests[tests[0]].file
        first = tuple(index for index in tests if self._baseline.tests[index].file == module)
        rest = tuple(index for index in tests if self._baseline.tests[index].file != module)
        return (first, rest) if len(rest) >= _FEW else (tests, ())

    def _cold_case(self, change: Change, now: tuple[int, ...], covered_by: int, rest: tuple[int, ...]) -> Case:
        payload = {**self._payload(change, now), **self._cold_payload(now)}
        return Case(change, TrialPath.COLD, now, covered_by, payload, self.limits(now, cold=True), rest)

    def control(self, tests: tuple[int, ...]) -> tuple[dict[str, Any], Limits]:
        """A cold trial of nothing: it shows whether the suite passes when it is collected anew."""
        payload = {"path": "", "text": "", "shim": False, "seconds": self._budgets(tests), **self._cold_payload(tests)}
        return payload, self.limits(tests, cold=True)

    def limits(self, tests: tuple[int, ...], *, cold: bool) -> Limits:
        """Time by what the tests took in the baseline and the slow set-ups that any of them may have to pay."""
        expected = self._selection.seconds(tests) + self._measured.setup_seconds
        if cold:
            expected += self._baseline.collect_seconds + _COLD_SECONDS
        seconds = self._settings.minimum_seconds + self._settings.timeout_factor * expected
        return Limits(seconds=seconds, memory=self._memory)

    def _payload(self, change: Change, tests: tuple[int, ...]) -> dict[str, Any]:
        source = self._sources[change.location.file]
        return {
            "path": os.path.realpath(self._project.root / source.path),
            "text": change.apply(source.text),
            "shim": self._reaches_subprocess(change, tests),
            "seconds": self._budgets(tests),
        }

    def _budgets(self, tests: tuple[int, ...]) -> tuple[float, ...]:
        """Seconds for each test: any of them may have to pay for the slow set-ups."""
        factor, least = self._settings.timeout_factor, self._settings.minimum_seconds
        durations = (self._baseline.tests[index].seconds for index in tests)
        return tuple(max(least, factor * (seconds + self._measured.setup_seconds)) for seconds in durations)

    def _cold_payload(self, tests: tuple[int, ...]) -> dict[str, Any]:
        files = dict.fromkeys(self._baseline.tests[index].file for index in tests)
        root, factor = self._project.root, self._settings.timeout_factor
        return {
            "kind": "cold",
            "tests": tuple(self._baseline.tests[index].id for index in tests),
            "files": tuple(str(root / file) for file in files),
            "collection": factor * self._baseline.collect_seconds + self._settings.minimum_seconds,
        }

    def _reaches_subprocess(self, change: Change, tests: tuple[int, ...]) -> bool:
        """Whether one of the tests runs this file in an interpreter that it starts."""
        table = self._baseline.coverage.in_subprocess.get(change.location.file, {})
        if change.scope is Scope.IMPORT:
            return bool(table)
        return any(not users.isdisjoint(tests) for users in table.values())

    def _surgeon(self, change: Change) -> Surgeon:
        file = change.location.file
        if file not in self._surgeons:
            source: SourceFile = self._sources[file]
            path = os.path.realpath(self._project.root / file)
            self._surgeons[file] = Surgeon(source, path, self._measured.collection)
        return self._surgeons[file]
