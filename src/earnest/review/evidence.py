"""What one run of the suite, and its trials, show about single tests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from ..model import Baseline, Change, Double, Kind, Outcome, Project, Test, Trial, Verdict

__all__ = ["Evidence"]


class Evidence:
    """Answers questions about test functions. A function stands for all its parameters: `tests/test_a.py::test_b`."""

    def __init__(
        self,
        project: Project,
        baseline: Baseline,
        changes: Sequence[Change] = (),
        trials: Mapping[str, Trial] | None = None,
    ) -> None:
        """`trials`: by the id of the change; none where nothing was changed."""
        self.project = project
        self.baseline = baseline
        self.changes = tuple(changes)
        self.trials = dict(trials or {})

    @cached_property
    def functions(self) -> dict[str, list[int]]:
        """Test function -> indexes of its tests."""
        table: dict[str, list[int]] = defaultdict(list)
        for index, test in enumerate(self.baseline.tests):
            table[function_of(test.id)].append(index)
        return table

    def tests(self, function: str) -> list[Test]:
        """The tests of this function; none when the run did not collect it."""
        return [self.baseline.tests[index] for index in self.functions.get(function, ())]

    def passed(self, function: str) -> bool:
        """Whether at least one test of it ran to its end and passed."""
        return any(test.outcome is Outcome.PASSED for test in self.tests(function))

    def ran(self, file: str, lines: range, function: str) -> bool | None:
        """Whether any of these lines of a test module ran in a test of this function; None when that was not recorded."""
        indexes = self.functions.get(function)
        table = self.baseline.suite_lines.get(file)
        if not indexes or table is None or not self.passed(function):
            return None
        return any(not table.get(line, frozenset()).isdisjoint(indexes) for line in lines)

    def ran_at_all(self, file: str, lines: range) -> bool:
        """Whether any of these lines of a test module ran in any test."""
        table = self.baseline.suite_lines.get(file, {})
        return any(line in table for line in lines)

    @cached_property
    def _lines_by_test(self) -> dict[int, int]:
        counts: dict[int, int] = defaultdict(int)
        for lines in self.baseline.coverage.by_line.values():
            for tests in lines.values():
                for index in tests:
                    counts[index] += 1
        return counts

    def own_lines(self, function: str) -> int:
        """How many lines of first-party code the most thorough test of this function ran."""
        return max((self._lines_by_test.get(index, 0) for index in self.functions.get(function, ())), default=0)

    @cached_property
    def _doubles_by_function(self) -> dict[str, list[Double]]:
        table: dict[str, list[Double]] = defaultdict(list)
        for double in self.baseline.doubles:
            table[function_of(double.test)].append(double)
        return table

    def doubles(self, function: str, target: str = "") -> list[Double]:
        """The doubles seen in its tests, or in all tests where `function` is empty; only those of the dotted `target` where
        it is given (either the place that was patched or the object that was found there)."""
        found = self._doubles_by_function.get(function, []) if function else self.baseline.doubles
        return [double for double in found if not target or _same(double, target)]

    @cached_property
    def _catchers(self) -> frozenset[str]:
        return frozenset(function_of(test) for trial in self.trials.values() for test in trial.caught_by)

    def catches(self, function: str) -> bool:
        """Whether one of its tests was the first to notice a change."""
        return function in self._catchers

    def blind(self, function: str) -> bool:
        """Whether its tests ran changed lines, and every one of those changes got past them: at least three, so that
        one unlucky change does not condemn a test. False where that is not known."""
        indexes = frozenset(self.functions.get(function, ()))
        coverage = self.baseline.coverage
        met = 0
        for change in self.changes:
            trial = self.trials.get(change.id)
            lines = range(change.location.line, change.location.end_line + 1)
            if change.kind is not Kind.BREAKING or coverage.tests_of(change.location.file, lines).isdisjoint(indexes):
                continue
            if trial is None or trial.verdict is not Verdict.MISSED:
                return False
            met += 1
        return met >= 3


def function_of(test: str) -> str:
    """The node id without its parameters."""
    path, mark, rest = test.partition("::")
    return f"{path}{mark}{rest.partition('[')[0]}"


def _same(double: Double, target: str) -> bool:
    """Whether a double seen at run time is the one that the text calls `target`. The text may reach a module through
    another one (`app.mail.smtplib.SMTP`), the run knows it by its own name (`smtplib.SMTP`)."""
    attribute = double.target.rpartition(".")[2]
    names = (double.target, f"{double.origin}.{attribute}")
    return target in (*names, double.origin) or any(target.endswith(f".{name}") for name in names)
