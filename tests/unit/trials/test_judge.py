"""Every way in which a child can end becomes the verdict that a user may rely on."""

from __future__ import annotations

import pytest

from earnest.model import Change, Family, Kind, Location, Scope, TrialPath, Verdict
from earnest.process import Ended, Limits
from earnest.trials.case import Case
from earnest.trials.judge import judge, not_run

CHANGE = Change(
    "0" * 12,
    Location("src/a.py", 1, 1, 1, 2),
    0,
    1,
    "a",
    "b",
    Family.LOGIC,
    "some",
    Kind.BREAKING,
    Scope.FUNCTION,
    "f",
    (1, 1),
    "a becomes b",
)
CASE = Case(CHANGE, TrialPath.HOT, (0, 1), 7, {}, Limits(1.0))


def ended(answer=None, *, signal=0, status=0, timed_out=False, error=""):
    return Ended(1, answer, signal, status, timed_out, 0.5, 0.25, error)


@pytest.mark.parametrize(
    ("end", "verdict"),
    [
        (ended(("failed", "tests/t.py::test_x", 3)), Verdict.CAUGHT),
        (ended(("passed", "", 2)), Verdict.MISSED),
        (ended(("broken-off", "tests/t.py::test_x", 1)), Verdict.CRASHED),
        (ended(("expired", "tests/t.py::test_x", 0)), Verdict.TIMED_OUT),
        (ended(("unviable", "loaded before", 0)), Verdict.UNVIABLE),
        (ended(signal=11), Verdict.CRASHED),
        (ended(status=0), Verdict.CRASHED),
        (ended(status=70, error="Traceback\nMemoryError"), Verdict.UNVIABLE),
        (ended(timed_out=True, signal=9), Verdict.TIMED_OUT),
    ],
    ids=["failed", "passed", "broken-off", "endless-loop", "unviable", "segfault", "exit-0", "our-bug", "timer"],
)
def test_each_end_of_a_child_has_its_own_verdict(end, verdict):
    """A crash is no catch, and silence is no pass.

    REAL BUG THIS CATCHES: `_outcome` counting `os._exit(0)` or a segfault as caught, so that users read a score that no
    test has earned.
    """
    assert judge(CASE, end).verdict is verdict


def test_a_caught_change_names_its_test_and_what_it_cost():
    """The evidence stays with the verdict.

    REAL BUG THIS CATCHES: `judge` losing the node id or the number of tests, so that nobody can repeat the catch by hand.
    """
    trial = judge(CASE, ended(("failed", "tests/t.py::test_x", 3)))
    assert (trial.caught_by, trial.tests_run, trial.covered_by) == (("tests/t.py::test_x",), 3, 7)
    assert (trial.seconds, trial.cpu_seconds, trial.change_id) == (0.5, 0.25, CHANGE.id)


@pytest.mark.parametrize(
    "answer", [("expired", "tests/t.py::test_x", 0), ("broken-off", "tests/t.py::test_x", 1), ("passed", "", 1)]
)
def test_only_a_caught_change_names_a_test(answer):
    """`caught_by` of any other verdict would be read as a catch.

    REAL BUG THIS CATCHES: a timed-out trial filling `caught_by` with the test that hung, which reports then show as a catch.
    """
    assert judge(CASE, ended(answer)).caught_by == ()


def test_a_crash_says_which_signal_or_status_ended_it():
    """The user looks for the cause there.

    REAL BUG THIS CATCHES: `_how` printing the bare number 11, or nothing, for a segmentation fault.
    """
    assert "SIGSEGV" in judge(CASE, ended(signal=11)).detail
    assert "exit status 3" in judge(CASE, ended(status=3)).detail


def test_code_that_only_unreliable_tests_run_says_so():
    """Not run and not trusted are two things.

    REAL BUG THIS CATCHES: `not_run` telling that no test reaches a line that an unstable test does run.
    """
    assert not_run("x", 0).detail == ""
    assert "unstable" in not_run("x", 2).detail
