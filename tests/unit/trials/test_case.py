"""How cold trials divide the tests of a change."""

from __future__ import annotations

from pathlib import Path

import pytest

from earnest.config import Settings
from earnest.model import Baseline, Change, Coverage, Family, Kind, Location, Outcome, Project, Scope, SourceFile, Test
from earnest.suite.baseline import Measured
from earnest.suite.zygote import Collection
from earnest.trials.case import Preparation
from earnest.trials.selection import Selection

CHANGE = Change(
    "0" * 12, Location("a.py", 1, 5, 1, 6), 4, 5, "1", "2",
    Family.LOGIC, "shift-number", Kind.BREAKING, Scope.IMPORT, "", (1, 1), "the number 1 becomes 2",
)  # fmt: skip


@pytest.fixture
def prepare():
    """A function: the preparation of a suite with these numbers of tests in its modules."""

    def make(*modules):
        tests = tuple(
            Test(f"test_{module}.py::test_{number}", f"test_{module}.py", number + 1, Outcome.PASSED, 0.001)
            for module, count in enumerate(modules)
            for number in range(count)
        )
        baseline = Baseline(
            tests, Coverage(importers={"a.py": frozenset(range(len(tests)))}), frozenset(), (), 0.1, 0.1
        )
        collection = Collection((), {"a.py": [1]}, frozenset(), frozenset(), (), (), (), 0.1)
        project = Project(Path("/project"), "project", (), (SourceFile("a.py", "a", "a = 1\n", ""),), ())
        return Preparation(project, Measured(baseline, collection, 0, 0.0), Selection(baseline), Settings())

    return make


def test_a_change_that_the_first_module_misses_meets_all_others_in_one_more_process(prepare):
    """
    REAL BUG THIS CATCHES: the rest is divided again and again, and a missed change imports the project once per test module.
    """
    preparation = prepare(4, 4, 4)
    first = preparation.case(CHANGE, tuple(range(12)))
    assert (first.tests, first.rest) == ((0, 1, 2, 3), (4, 5, 6, 7, 8, 9, 10, 11))
    second = preparation.remainder(first)
    assert (second.tests, second.rest) == ((4, 5, 6, 7, 8, 9, 10, 11), ())


def test_a_rest_of_two_tests_gets_no_process_of_its_own(prepare):
    """
    REAL BUG THIS CATCHES: a second import of everything for the sake of one test, which costs more than it saves.
    """
    case = prepare(4, 2).case(CHANGE, tuple(range(6)))
    assert (case.tests, case.rest) == ((0, 1, 2, 3, 4, 5), ())
