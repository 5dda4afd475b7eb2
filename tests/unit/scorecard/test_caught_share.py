"""The criteria that are a share of changes caught: states, remarks, order of the evidence."""

from __future__ import annotations

import pytest

from earnest.model import CriterionState, Family, Kind, Scope, Verdict

PASS, WARN, FAIL = CriterionState.PASS, CriterionState.WARN, CriterionState.FAIL
UNKNOWN, NOT_APPLICABLE = CriterionState.UNKNOWN, CriterionState.NOT_APPLICABLE
FAMILY_OF = {4: Family.ERRORS, 5: Family.CONCURRENCY, 6: Family.MESSAGES, 7: Family.VOLUME, 8: Family.LOGIC}


@pytest.mark.parametrize("number", FAMILY_OF)
@pytest.mark.parametrize(
    ("caught", "missed", "state"),
    [(100, 0, PASS), (90, 10, PASS), (89, 11, WARN), (75, 25, WARN), (74, 26, FAIL), (0, 100, FAIL)],
)
def test_the_state_follows_the_share_at_the_thresholds(evidence, number, caught, missed, state):
    """REAL BUG THIS CATCHES: `>` in place of `>=`, so that a suite at exactly 90 % is told that it falls short."""
    family = FAMILY_OF[number]
    criterion = (
        evidence.add(Verdict.CAUGHT, caught, family=family).add(Verdict.MISSED, missed, family=family).judge(number)
    )
    assert criterion.state is state
    assert (criterion.numerator, criterion.denominator) == (caught, caught + missed)


@pytest.mark.parametrize("number", [4, 5, 6])
def test_a_criterion_counts_its_own_families_only(evidence, number):
    """REAL BUG THIS CATCHES: a hundred caught logic changes make up for error paths that nobody tests."""
    evidence.add(Verdict.CAUGHT, 100, family=Family.LOGIC).add(Verdict.MISSED, 5, family=FAMILY_OF[number])
    criterion = evidence.judge(number)
    assert (criterion.numerator, criterion.denominator, criterion.state) == (0, 5, FAIL)


def test_concurrency_counts_the_async_family_too(evidence):
    """REAL BUG THIS CATCHES: in an asyncio project dropped awaits count nowhere and concurrency stays UNKNOWN."""
    evidence.add(Verdict.CAUGHT, 3, family=Family.ASYNC).add(Verdict.CAUGHT, 2, family=Family.CONCURRENCY)
    assert evidence.judge(5).denominator == 5


def test_the_eighth_counts_breaking_changes_of_every_family_and_no_others(evidence):
    """REAL BUG THIS CATCHES: preserving changes, which must not be caught, enter the catching score."""
    for family in Family:
        evidence.add(Verdict.CAUGHT, family=family)
    evidence.add(Verdict.MISSED, 50, kind=Kind.PRESERVING)
    criterion = evidence.judge(8)
    assert (criterion.numerator, criterion.denominator) == (len(Family), len(Family))


def test_changes_that_gave_no_answer_are_on_neither_side_and_are_said(evidence, verdicts):
    """REAL BUG THIS CATCHES: a crash of the changed program counts as a kill and lifts the score."""
    evidence.add(Verdict.CAUGHT, 20)
    for verdict in verdicts:
        evidence.add(verdict, 2)
    criterion = evidence.judge(8)
    assert (criterion.numerator, criterion.denominator) == (20, 20)
    assert criterion.reason == (
        "none missed; 2 more that no test reaches; not counted: 2 timed out, 2 crashed, 2 could not be put in place"
    )


@pytest.mark.parametrize(("unreached", "state"), [(25, PASS), (26, WARN)])
def test_a_suite_that_leaves_more_than_a_quarter_unreached_does_not_pass(evidence, unreached, state):
    """REAL BUG THIS CATCHES: a suite that tests one function well and ten not at all scores 100 % and PASS."""
    criterion = evidence.add(Verdict.CAUGHT, 75).add(Verdict.NOT_RUN, unreached).judge(8)
    assert criterion.state is state
    assert ("too many for a PASS" in criterion.reason) == (state is WARN)


def test_where_no_test_reaches_anything_it_fails_without_a_share(evidence):
    """REAL BUG THIS CATCHES: 0 of 0 is taken for 100 % and error handling that no test touches passes."""
    criterion = evidence.add(Verdict.NOT_RUN, 4, family=Family.ERRORS).judge(4)
    assert (criterion.state, criterion.value) == (FAIL, None)
    assert "no test reaches any of the 4 error-path changes" in criterion.reason
    assert "src/app.py:1" in criterion.advice


def test_only_crashes_and_timeouts_are_unknown_never_a_pass(evidence):
    """REAL BUG THIS CATCHES: a project whose every change crashes the interpreter gets a clean scorecard."""
    criterion = evidence.add(Verdict.CRASHED, 2).add(Verdict.TIMED_OUT, 1).judge(8)
    assert criterion.state is UNKNOWN
    assert "1 timed out, 2 crashed" in criterion.reason


def test_a_small_basis_is_said(evidence):
    """REAL BUG THIS CATCHES: 2 of 2 is shown as 100 % and nobody sees that it stands on two changes."""
    assert "a small basis of 9" in evidence.add(Verdict.CAUGHT, 9).judge(8).reason
    assert "small" not in evidence.add(Verdict.CAUGHT, 1).judge(8).reason


def test_an_interrupted_run_never_passes_and_tells_the_interval(evidence):
    """REAL BUG THIS CATCHES: Ctrl-C after ten lucky changes prints PASS."""
    evidence.flags = {"interrupted": True}
    criterion = evidence.add(Verdict.CAUGHT, 500).add(None, 10).judge(8)
    assert criterion.state is WARN
    assert "interrupted, 10 not asked: 99 to 100 %" in criterion.reason


def test_an_interrupted_run_whose_changes_were_all_asked_does_not_pass_either(evidence):
    """A second opinion (`--confirm`) may still have been outstanding.

    REAL BUG THIS CATCHES: the run was cut short and the scorecard does not show it.
    """
    evidence.flags = {"interrupted": True}
    criterion = evidence.add(Verdict.CAUGHT, 500).judge(8)
    assert criterion.state is WARN
    assert criterion.reason == "none missed; interrupted"


def test_an_interruption_before_the_first_answer_is_unknown(evidence):
    """REAL BUG THIS CATCHES: nothing was measured and the table says N/A or 0 %."""
    evidence.flags = {"interrupted": True}
    criterion = evidence.add(None, 7, family=Family.ERRORS).judge(4)
    assert criterion.state is UNKNOWN
    assert "interrupted before any of the 7 error-path changes" in criterion.reason


@pytest.mark.parametrize(("asked", "state"), [(20, WARN), (60, PASS)])
def test_a_sample_passes_only_when_its_whole_interval_does(evidence, asked, state):
    """20 of 20 leaves 84 % possible, 60 of 60 only 94 %.

    REAL BUG THIS CATCHES: `--budget 5s` is an easy way to a PASS.
    """
    evidence.flags = {"sampled": True}
    assert evidence.add(Verdict.CAUGHT, asked).add(None, 500).judge(8).state is state


def test_a_sample_that_falls_short_fails(evidence):
    """REAL BUG THIS CATCHES: a budget turns every FAIL into a WARN."""
    evidence.flags = {"sampled": True}
    assert evidence.add(Verdict.CAUGHT, 10).add(Verdict.MISSED, 10).add(None, 500).judge(8).state is FAIL


def test_the_missed_change_that_most_tests_ran_comes_first_and_unreached_ones_last(evidence):
    """REAL BUG THIS CATCHES: the report shows a missed change in a corner and hides the one that 40 tests let pass."""
    evidence.add(Verdict.NOT_RUN, covered_by=0).add(Verdict.MISSED, covered_by=1)
    evidence.add(Verdict.MISSED, covered_by=40).add(Verdict.CAUGHT, covered_by=99)
    criterion = evidence.judge(8)
    assert [piece.place for piece in criterion.evidence] == ["src/app.py:3", "src/app.py:2", "src/app.py:1"]
    assert [piece.text for piece in criterion.evidence] == [
        "thing 3 is dropped: 40 tests ran it and passed",
        "thing 2 is dropped: 1 test ran it and passed",
        "thing 1 is dropped: no test reaches it",
    ]
    assert criterion.evidence[0].change_id == "000000000003"
    assert "src/app.py:3" in criterion.advice


def test_what_runs_at_import_comes_behind_what_tests_call(evidence):
    """REAL BUG THIS CATCHES: a decorator that every test imports is called the worst gap of the suite."""
    evidence.add(Verdict.MISSED, covered_by=200, scope=Scope.IMPORT).add(Verdict.MISSED, covered_by=1)
    assert [piece.place for piece in evidence.judge(8).evidence] == ["src/app.py:2", "src/app.py:1"]


@pytest.mark.parametrize(
    ("number", "unit", "advice"),
    [
        (4, "error-path changes", "Make src/app.py:1 go wrong in a test and assert what the caller gets"),
        (5, "concurrency changes", "Run what src/app.py:1 protects several times at once"),
        (6, "message changes", "Assert what the message of src/app.py:1 says"),
        (7, "volume changes", "Test src/app.py:1 with more data than fits into one page"),
        (8, "breaking changes", "Begin with src/app.py:1: write a test that fails with that change"),
    ],
)
def test_each_criterion_names_its_changes_and_says_what_to_do(evidence, number, unit, advice):
    """REAL BUG THIS CATCHES: a FAIL without advice, or with that of another criterion."""
    criterion = evidence.add(Verdict.MISSED, family=FAMILY_OF[number]).judge(number)
    assert criterion.unit == unit
    assert criterion.advice.startswith(advice)


def test_evidence_of_equal_weight_is_in_file_order(evidence):
    """REAL BUG THIS CATCHES: two runs with the same verdicts give two different reports, and every diff of them is
    noise.
    """
    for line in (30, 10, 20):
        evidence.add(Verdict.MISSED, line=line)
    assert [piece.place for piece in evidence.judge(8).evidence] == ["src/app.py:10", "src/app.py:20", "src/app.py:30"]


def test_where_everything_is_caught_there_is_nothing_to_advise(evidence):
    """REAL BUG THIS CATCHES: a perfect line carries the advice to write more tests."""
    criterion = evidence.add(Verdict.CAUGHT, 20).judge(8)
    assert (criterion.state, criterion.advice, criterion.evidence) == (PASS, "", ())


@pytest.mark.parametrize(
    ("number", "source"),
    [
        (4, "def f():\n    try:\n        g()\n    finally:\n        h()\n"),
        (4, "def f():\n    raise KeyError\n"),
        (5, "async def f(): ...\n"),
        (5, "from threading import Lock\n"),
        (5, "import concurrent.futures as cf\n"),
        (6, "raise KeyError('no such key')\n"),
        (7, "def f(page, limit): ...\n"),
        (7, "def f():\n    return g(batch_size=10)\n"),
        (7, "def next_page(): ...\n"),
        (7, "self.chunk_size\n"),
        (7, "offset\n"),
    ],
)
def test_code_of_the_kind_without_changes_is_unknown(evidence, number, source):
    """REAL BUG THIS CATCHES: an operator stops firing and the criterion turns from measured to N/A."""
    assert evidence.source(source).judge(number).state is UNKNOWN


@pytest.mark.parametrize(
    ("number", "source"),
    [
        (4, "# raise no one, except on Sunday, finally\nx = 'raise'\n"),
        (5, '"""async and threading are for others."""\nimport asyncio_like_thing\n'),
        (6, "def f():\n    raise StopIteration\n"),
        (7, '"""No page, no limit, no batch."""\npageant = imitate = 1\n'),
    ],
)
def test_code_that_has_nothing_of_the_kind_is_not_applicable_with_the_reason(evidence, number, source):
    """REAL BUG THIS CATCHES: a word in a comment or docstring makes a criterion UNKNOWN for ever."""
    criterion = evidence.source(source).judge(number)
    assert criterion.state is NOT_APPLICABLE
    assert criterion.reason


@pytest.mark.parametrize("number", [4, 5, 6])
def test_a_narrowed_run_is_unknown_and_not_not_applicable(evidence, number):
    """REAL BUG THIS CATCHES: `--family logic` prints that the project has no error paths."""
    evidence.flags = {"narrowed": True}
    criterion = evidence.source("x = 1\n").add(Verdict.CAUGHT, 5).judge(number)
    assert criterion.state is UNKNOWN
    assert "asked for" in criterion.reason


def test_the_eighth_is_never_not_applicable(evidence):
    """REAL BUG THIS CATCHES: no operator fires at all and the scorecard is all N/A with exit code 0."""
    assert evidence.source("x = 1\n").judge(8).state is UNKNOWN


def test_volumes_tell_how_many_moved_boundaries_were_caught(evidence):
    """REAL BUG THIS CATCHES: the figure includes changes that were not boundaries, or that never ran."""
    evidence.source("def f(limit): ...\n").add(Verdict.CAUGHT, 3, operator="shift-boundary").add(Verdict.CAUGHT, 9)
    evidence.add(Verdict.MISSED, 1, operator="shift-boundary").add(Verdict.NOT_RUN, 5, operator="shift-boundary")
    criterion = evidence.judge(7)
    assert criterion.state is UNKNOWN
    assert "3 of 4 were caught" in criterion.reason
