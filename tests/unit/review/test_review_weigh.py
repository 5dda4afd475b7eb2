"""What the evidence of a run makes of a static finding."""

from pathlib import Path

import pytest

from earnest.model import (
    Baseline,
    Change,
    Coverage,
    Double,
    Family,
    Finding,
    FindingState,
    Kind,
    Location,
    Outcome,
    Project,
    Scope,
    Test,
    Trial,
    TrialPath,
    Verdict,
)
from earnest.review.evidence import Evidence
from earnest.review.registry import find_rule
from earnest.review.weighing import by_catching, by_own_lines, by_replaced, by_running, by_touch

TEST = "tests/test_a.py::test_a"
CODE = "src/app.py"
STATIC, CONFIRMED, WITHDRAWN = FindingState.STATIC, FindingState.CONFIRMED, FindingState.WITHDRAWN


def change(number):
    """A change of line `number` of the code."""
    return Change(
        id=f"{number:012x}",
        location=Location(CODE, number, 1, number, 2),
        start=0,
        end=1,
        before="a",
        after="b",
        family=Family.LOGIC,
        operator="op",
        kind=Kind.BREAKING,
        scope=Scope.FUNCTION,
        qualname="f",
        lines=(number, number),
        description="a thing is dropped",
    )


def trial(number, verdict, *caught_by):
    """What came of it."""
    return Trial(f"{number:012x}", verdict, TrialPath.HOT, caught_by=caught_by)


def run(
    *, outcome=Outcome.PASSED, seconds=0.01, own_lines=0, suite_lines=None, doubles=(), verdicts=(), caught_by=(TEST,)
):
    """A run with one test, which ran the first lines of the code; `verdicts` of changes of line 1, 2, 3, …"""
    by_line = {CODE: {line: frozenset({0}) for line in range(1, max(own_lines, len(verdicts)) + 1)}}
    baseline = Baseline(
        tests=(Test(TEST, "tests/test_a.py", 1, outcome, seconds),),
        coverage=Coverage(by_line),
        unstable=frozenset(),
        doubles=tuple(doubles),
        collect_seconds=0.1,
        seconds=0.1,
        suite_lines={"tests/test_a.py": {line: frozenset({0}) for line in suite_lines}} if suite_lines else {},
    )
    caught = [caught_by if verdict is Verdict.CAUGHT else () for verdict in verdicts]
    trials = [trial(number, verdict, *caught[number - 1]) for number, verdict in enumerate(verdicts, 1)]
    return Evidence(
        Project(Path("/project"), "app", (), (), (), ()),
        baseline,
        [change(number) for number in range(1, len(verdicts) + 1)],
        {one.change_id: one for one in trials},
    )


def finding(code="ET401", *, clue="", line=5, end=5, test=TEST):
    """What the static review says."""
    return Finding(code, "rule", Location("tests/test_a.py", line, 1, end, 1), test, "a message", clue=clue)


def double(target, origin, file="", *, touched=None, test=TEST):
    """A replacement that the run saw."""
    return Double(test, target, origin, file, "mock.patch", "MagicMock", touched)


@pytest.mark.parametrize(
    ("verdicts", "caught_by", "state"),
    [
        ([Verdict.CAUGHT], [TEST], WITHDRAWN),
        ([Verdict.CAUGHT], [f"{TEST}[1]"], WITHDRAWN),
        ([Verdict.MISSED, Verdict.MISSED, Verdict.CAUGHT], [TEST], WITHDRAWN),
        ([Verdict.MISSED] * 3, [], CONFIRMED),
        ([Verdict.MISSED] * 2, [], STATIC),
        ([Verdict.MISSED] * 3 + [Verdict.CAUGHT], ["tests/test_a.py::test_other"], STATIC),
        ([], [], STATIC),
    ],
)
def test_a_test_that_notices_a_change_is_no_test_without_a_check(verdicts, caught_by, state):
    """REAL BUG THIS CATCHES: a test that asserts in a helper nobody can see is reported though it caught a change, or one
    is condemned because another test was the first to notice."""
    assert by_catching(finding(), run(verdicts=verdicts, caught_by=caught_by)) is state


@pytest.mark.parametrize(
    ("seen", "state"),
    [
        ([double("app.orders.send", "app.mail", "src/app/mail.py")], CONFIRMED),
        ([double("app.orders.send", "smtplib")], WITHDRAWN),
        ([double("app.orders.send", "")], STATIC),
        ([double("app.orders.other", "smtplib")], STATIC),
        (
            [double("app.orders.send", "unittest.mock"), double("app.orders.send", "app.mail", "src/app/mail.py")],
            CONFIRMED,
        ),
        ([double("app.orders.send", "smtplib", test="tests/test_a.py::test_other")], STATIC),
        ([], STATIC),
    ],
)
def test_whose_the_replaced_object_was_decides_about_a_double(seen, state):
    """REAL BUG THIS CATCHES: a name that the text takes for the project's own is a library's at run time, and is still
    reported; or the double of another test, or of a place nobody knows, acquits this one."""
    evidence = run(doubles=seen)
    assert by_replaced(finding(clue="app.orders.send"), evidence) is state
    assert find_rule("ET202").weigh(finding("ET202", clue="app.orders.send"), evidence) is state
    assert by_replaced(finding(), evidence) is STATIC


def test_a_mocked_database_is_one_whoever_wrote_the_driver():
    """REAL BUG THIS CATCHES: the run sees that a library's engine was replaced, takes it for a boundary, and the mocked
    database is no longer reported."""
    rule, one = find_rule("ET203"), finding("ET203", clue="app.db.create_engine")
    assert rule.weigh(one, run(doubles=[double("app.db.create_engine", "sqlalchemy.engine")])) is CONFIRMED
    assert rule.weigh(one, run()) is STATIC
    assert rule.weigh(finding("ET203"), run(doubles=[double("app.db.create_engine", "sqlalchemy")])) is STATIC


@pytest.mark.parametrize(
    ("code", "state"),
    [("ET101", WITHDRAWN), ("ET108", WITHDRAWN), ("ET404", STATIC), ("ET501", STATIC), ("ET503", STATIC)],
)
def test_a_caught_change_acquits_a_test_of_checking_nothing_and_of_nothing_else(code, state):
    """REAL BUG THIS CATCHES: a test that catches changes is no longer told that it leaves files behind."""
    assert find_rule(code).weigh(finding(code), run(verdicts=[Verdict.CAUGHT])) is state


def test_a_dead_assertion_that_ran_is_not_reported():
    """REAL BUG THIS CATCHES: the statement that was to raise does not, and what stands behind it is still called dead."""
    assert find_rule("ET113").weigh(finding("ET113"), run(suite_lines=[1, 5])) is WITHDRAWN
    assert find_rule("ET113").weigh(finding("ET113"), run(suite_lines=[1, 4])) is CONFIRMED


def test_a_double_in_a_fixture_is_looked_for_in_every_test():
    """REAL BUG THIS CATCHES: a finding in a fixture has no test of its own, so that no evidence ever reaches it."""
    evidence = run(doubles=[double("app.orders.send", "app.mail", "src/app/mail.py")])
    assert by_replaced(finding(clue="app.orders.send", test=""), evidence) is CONFIRMED


@pytest.mark.parametrize(
    ("touched", "state"),
    [([True], WITHDRAWN), ([False], CONFIRMED), ([False, True], WITHDRAWN), ([None], STATIC), ([False, None], STATIC)],
)
def test_a_patch_that_something_met_is_in_the_right_place(touched, state):
    """REAL BUG THIS CATCHES: a patch is called ineffective though the code under test called it for one parameter."""
    seen = [double("app.mail.send", "app.mail", "src/app/mail.py", touched=one) for one in touched]
    assert by_touch(finding(clue="app.mail.send"), run(doubles=seen)) is state
    assert find_rule("ET210").weigh(finding("ET210", clue="app.mail.send"), run(doubles=seen)) is state


@pytest.mark.parametrize(
    ("lines", "outcome", "state"),
    [
        ([1, 2, 7], Outcome.PASSED, WITHDRAWN),
        ([1, 2], Outcome.PASSED, CONFIRMED),
        ([1, 2], Outcome.SKIPPED, STATIC),
        (None, Outcome.PASSED, STATIC),
    ],
)
def test_lines_that_ran_are_not_dead(lines, outcome, state):
    """REAL BUG THIS CATCHES: an assertion is called dead though it ran, or since its test was skipped here."""
    assert by_running(finding(line=6, end=8), run(suite_lines=lines, outcome=outcome)) is state


@pytest.mark.parametrize(("own_lines", "state"), [(0, CONFIRMED), (4, CONFIRMED), (12, STATIC), (20, WITHDRAWN)])
def test_a_test_that_ran_much_of_the_code_is_not_mocked_away(own_lines, state):
    """REAL BUG THIS CATCHES: a test of a large class is reported for its six boundary doubles."""
    assert by_own_lines(finding(), run(own_lines=own_lines)) is state
    assert find_rule("ET205").weigh(finding("ET205"), run(own_lines=own_lines)) is state
    assert by_own_lines(finding(), run(own_lines=own_lines, outcome=Outcome.FAILED)) is STATIC


@pytest.mark.parametrize(
    ("seconds", "lines", "clue", "state"),
    [
        (2.1, [5], "2", CONFIRMED),
        (0.01, [5], "2", WITHDRAWN),
        (0.01, [4], "2", STATIC),
        (0.01, [5], "", STATIC),
        (0.01, None, "2", STATIC),
    ],
)
def test_a_test_that_is_faster_than_its_sleep_does_not_sleep(seconds, lines, clue, state):
    """REAL BUG THIS CATCHES: a test whose clock is moved by a fixture is reported for sleeping, or a sleep that this run
    did not come to is acquitted."""
    evidence = run(seconds=seconds, suite_lines=lines)
    assert find_rule("ET401").weigh(finding(clue=clue), evidence) is state
