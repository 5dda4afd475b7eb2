"""Which tests meet a change, and in what order."""

from __future__ import annotations

from earnest.model import Baseline, Change, Coverage, Family, Kind, Location, Outcome, Scope, Test
from earnest.trials.selection import Selection


def change(line, scope=Scope.FUNCTION, last=None):
    return Change(
        "0" * 12,
        Location("src/a.py", line, 1, last or line, 2),
        0,
        1,
        "a",
        "b",
        Family.LOGIC,
        "some",
        Kind.BREAKING,
        scope,
        "f",
        (line, last or line),
        "a becomes b",
    )


def baseline(tests, by_line, **kwargs):
    kwargs.setdefault("unstable", frozenset())
    coverage = Coverage(
        by_line={"src/a.py": {line: frozenset(users) for line, users in by_line.items()}},
        at_import={"src/a.py": frozenset({1, 2})},
        importers={"src/a.py": frozenset(range(len(tests)))},
    )
    rows = tuple(
        Test(f"t.py::test_{index}", "t.py", index + 1, outcome, seconds)
        for index, (outcome, seconds) in enumerate(tests)
    )
    return Baseline(rows, coverage, doubles=(), collect_seconds=0, seconds=0, **kwargs)


PASSED = Outcome.PASSED


def test_only_tests_that_ran_the_changed_statement_are_chosen():
    """The rest could not notice.

    REAL BUG THIS CATCHES: `covering` looking at the first line of a statement only, so that the tests of its other lines are left out.
    """
    selection = Selection(baseline([(PASSED, 0.001)] * 3, {5: {0}, 6: {2}}))
    assert set(selection.chosen(change(5))) == {0}
    assert set(selection.chosen(change(5, last=6))) == {0, 2}


def test_slow_tests_wait_behind_fast_ones():
    """Most changes are caught by a fast test, if it comes first.

    REAL BUG THIS CATCHES: ranks by collection order, with which each trial runs the slow end-to-end test before all others.
    """
    selection = Selection(baseline([(PASSED, 3.0), (PASSED, 0.2), (PASSED, 0.001)], {5: {0, 1, 2}}))
    assert selection.chosen(change(5)) == (2, 1, 0)


def test_noise_in_durations_does_not_change_the_order():
    """The same suite must name the same catching test in two runs.

    REAL BUG THIS CATCHES: ordering by the exact duration, so that `caught_by` differs whenever the machine is busy.
    """
    lines = {5: {0, 1}, 6: {1}}
    quiet = Selection(baseline([(PASSED, 0.0010), (PASSED, 0.0009)], lines))
    busy = Selection(baseline([(PASSED, 0.0190), (PASSED, 0.0030)], lines))
    assert quiet.chosen(change(5)) == busy.chosen(change(5)) == (0, 1)


def test_unstable_skipped_and_failing_tests_never_decide():
    """Their outcome says nothing about the change.

    REAL BUG THIS CATCHES: `_eligible` keeping unstable tests, whose next random failure is then counted as a catch.
    """
    tests = [(PASSED, 0.001), (Outcome.SKIPPED, 0.001), (PASSED, 0.001), (Outcome.XFAILED, 0.001)]
    selection = Selection(baseline(tests, {5: {0, 1, 2, 3}}, unstable=frozenset({"t.py::test_0"})))
    assert set(selection.chosen(change(5))) == {2, 3}
    assert selection.covering(change(5)) == {0, 1, 2, 3}


def test_order_dependent_tests_keep_the_order_of_collection_before_all_others():
    """They pass only there.

    REAL BUG THIS CATCHES: ranking a test that others pollute by its duration, which makes it fail in trials of harmless changes.
    """
    tests = [(PASSED, 2.0), (PASSED, 0.001), (PASSED, 1.0)]
    dependent = frozenset({"t.py::test_0", "t.py::test_2"})
    selection = Selection(baseline(tests, {5: {0, 1, 2}}, order_dependent=dependent))
    assert selection.chosen(change(5)) == (0, 2, 1)


def test_a_change_at_import_meets_every_test_that_imports_the_file():
    """No test need run the line again.

    REAL BUG THIS CATCHES: a changed constant reported as not run, because no test executes the line of its assignment.
    """
    selection = Selection(baseline([(PASSED, 0.001)] * 3, {9: {1}}))
    chosen = selection.chosen(change(1, Scope.IMPORT))
    assert set(chosen) == {0, 1, 2}
    assert chosen[0] == 1, "the test that runs code of the file is the likeliest to notice"


def test_a_change_that_no_test_runs_has_no_tests():
    """It is reported as not run.

    REAL BUG THIS CATCHES: falling back to the whole suite for uncovered lines, which reports them as missed after minutes.
    """
    assert Selection(baseline([(PASSED, 0.001)], {5: {0}})).chosen(change(7)) == ()
