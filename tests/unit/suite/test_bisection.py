"""The search for the test that another one depends on."""

import pytest

from earnest.suite.bisection import Decider, deciding_test


class Suite:
    """Twenty tests of which some leave something behind; counts the runs."""

    def __init__(self, victim, passes):
        self.victim, self.passes, self.runs = victim, passes, 0

    def outcome(self, order):
        """How the victim ends behind the others."""
        assert order[-1] == self.victim
        self.runs += 1
        return "passed" if self.passes(order[:-1]) else "failed"


def test_the_polluter_is_found_in_few_runs():
    """REAL BUG THIS CATCHES: the search tries each test of the suite, which takes a thousand runs of a large one."""
    suite = Suite(3, lambda before: 17 not in before)
    found = deciding_test(3, 20, "passed", suite.outcome, first_alone=True)
    assert found == Decider(17, fails_behind=True)
    assert suite.runs <= 14


def test_the_test_that_leaves_what_another_needs_is_found():
    """REAL BUG THIS CATCHES: a test that passes only behind another one is called unstable, and nobody learns why."""
    suite = Suite(12, lambda before: 2 in before)
    assert deciding_test(12, 20, "passed", suite.outcome, first_alone=False) == Decider(2, fails_behind=False)


@pytest.mark.parametrize(
    "passes",
    [lambda before: not {15, 18} <= set(before), lambda before: True],
    ids=["two polluters together", "nothing that can be repeated"],
)
def test_nobody_is_accused_without_proof(passes):
    """REAL BUG THIS CATCHES: the last candidate of a search that led nowhere is named as the culprit."""
    suite = Suite(3, passes)
    assert deciding_test(3, 20, "passed", suite.outcome, first_alone=True) is None


def test_a_test_that_fails_by_chance_has_no_decider():
    """REAL BUG THIS CATCHES: a flaky test is blamed on an innocent neighbour."""
    answers = iter([True, False, True, False, True, False, False, True] * 5)
    suite = Suite(3, lambda before: next(answers))
    assert deciding_test(3, 20, "passed", suite.outcome, first_alone=True) is None
