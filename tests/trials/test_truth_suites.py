"""Verdicts of suites that say in their own way that they failed."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow


def test_unittest_classes_catch_what_plain_pytest_catches(judged):
    """
    REAL BUG THIS CATCHES: a subtest, an expected failure or a class fixture fails and nobody hears of it.
    """
    report = judged("trap_unittest")
    for name in ("connect", "price", "tidy", "later", "module_value"):
        assert "caught" in report.verdicts_in(name)


def test_a_failing_subtest_catches_the_change(judged):
    """
    REAL BUG THIS CATCHES: the exception ends in the subtest, so that the test around it seems to pass.
    """
    report = judged("trap_subtests")
    assert set(report.verdicts_in("half")) == {"caught"}


def test_marks_that_turn_outcomes_round_are_minded(judged):
    """
    REAL BUG THIS CATCHES: a strict expected failure that passes is taken for a pass, a skip for a failure.
    """
    report = judged("trap_marks")
    assert "caught" in report.verdicts_in("wrong")
    assert set(report.verdicts_in("loose")) == {"missed"}


def test_parameters_made_by_the_project_are_made_anew(judged):
    """
    REAL BUG THIS CATCHES: the tests keep the parameters of the unchanged code, and new ones are never run.
    """
    report = judged("trap_parametrize")
    assert "caught" in report.verdicts_in("cases")
    assert "caught" in report.verdicts_in("limits")


def test_doctests_catch_what_their_output_shows(judged):
    """
    REAL BUG THIS CATCHES: items without a function of their own are left out, or never seen to fail.
    """
    report = judged("trap_doctest")
    assert "caught" in report.verdicts_in("say")
    assert "caught" in report.verdicts_in("in_text")
    assert set(report.verdicts_in("silent")) == {"missed"}


def test_coroutines_are_judged_under_each_plugin(judged):
    """
    REAL BUG THIS CATCHES: a coroutine is called but not awaited in a trial, and so can never fail.
    """
    pytest.importorskip("pytest_asyncio")
    pytest.importorskip("trio")
    report = judged("trap_asyncio", plugins=True)
    assert "caught" in report.verdicts_in("both")
    assert "caught" in report.verdicts_in("collect")
    assert set(report.verdicts_in("triple")) == {"missed"}


def test_hypothesis_gives_steady_verdicts_and_stores_nothing(judged):
    """
    REAL BUG THIS CATCHES: the user's examples fill with failures of changed code, and verdicts differ from run to run.
    """
    pytest.importorskip("hypothesis")
    report = judged("trap_hypothesis", plugins=True)
    assert "caught" in report.verdicts_in("encode")
    assert "missed" in report.verdicts_in("rare")


def test_an_error_of_a_fixture_catches_the_change(judged):
    """
    REAL BUG THIS CATCHES: what a clean-up raises behind a test that passed is lost.
    """
    report = judged("trap_fixtures")
    assert "caught" in report.verdicts_in("Room.close")
    assert "caught" in report.verdicts_in("default_name")


def test_tests_that_need_each_other_never_fail_for_want_of_each_other(judged):
    """
    REAL BUG THIS CATCHES: a test runs without the one it depends on, fails, and every change counts as caught.
    """
    report = judged("trap_order")
    assert set(report.verdicts_in("greet")) == {"caught"}


def test_hooks_of_a_conftest_file_have_their_say(judged):
    """
    REAL BUG THIS CATCHES: a hook turns a failure into a skip, pytest passes, and the change counts as caught all the same.
    """
    report = judged("trap_hooks")
    assert set(report.verdicts_in("flaky")) == {"missed"}
    assert "caught" in report.verdicts_in("in_thread")


def test_options_that_would_disturb_are_switched_off_and_named(judged):
    """
    REAL BUG THIS CATCHES: each trial starts two workers of its own, or a failing test is tried again until it passes.
    """
    for plugin in ("xdist", "pytest_cov", "pytest_randomly", "pytest_rerunfailures"):
        pytest.importorskip(plugin)
    report = judged("trap_addopts", plugins=True)
    (note,) = [note for note in report.notes if note.startswith("Switched off")]
    for name in ("pytest-xdist", "pytest-cov", "pytest-randomly", "pytest-rerunfailures"):
        assert name in note
    assert report.paths_in("add") == {"hot"}


def test_what_is_printed_and_logged_is_captured_for_the_tests(judged):
    """
    REAL BUG THIS CATCHES: capture is off in trials, so that `capfd` finds nothing and reading stdin does not fail; or whoever
    kept pytest's stream from the time of the import finds it closed.
    """
    report = judged("trap_output")
    assert "caught" in report.verdicts_in("mumble")
    assert "caught" in report.verdicts_in("say_low")
    assert "caught" in report.verdicts_in("ask")
