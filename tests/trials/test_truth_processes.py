"""Verdicts where the code runs in another process or thread, or where tests meddle with signals, clocks and files."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow


def test_interpreters_that_tests_start_run_the_change(judged):
    """
    REAL BUG THIS CATCHES: the tests of a command-line program run the unchanged file, so nothing in it is ever caught.
    """
    report = judged("trap_subprocess")
    for name in ("run", "twice", "thrice", "alone", "bare", "main"):
        assert "caught" in report.verdicts_in(name)


def test_isolated_interpreters_run_the_change(judged):
    """
    REAL BUG THIS CATCHES: `python -I` ignores PYTHONPATH, and what it runs counts as run by no test.
    """
    report = judged("trap_isolated_interpreter")
    assert set(report.verdicts_in("isolated")) == {"caught"}


def test_worker_processes_run_the_change_however_they_start(judged):
    """
    REAL BUG THIS CATCHES: a spawned worker imports the file anew and unchanged, or ends before its lines are known.
    """
    report = judged("trap_spawn")
    for name in ("spawned", "forked", "served", "child"):
        assert "caught" in report.verdicts_in(name)


def test_two_trials_of_one_test_do_not_share_files(judged):
    """
    REAL BUG THIS CATCHES: the same test runs twice at a time, and one of the two deletes the other's files.
    """
    report = judged("trap_tmp_path")
    assert "caught" in report.verdicts_in("count")


def test_patched_clocks_neither_stop_nor_stretch_a_trial(judged):
    """
    REAL BUG THIS CATCHES: a test makes a thousand years pass, and its changes count as timed out.
    """
    report = judged("trap_clock")
    assert "timed-out" not in report.verdicts.values()
    assert "caught" in report.verdicts_in("stamp")


def test_alarms_of_the_tests_do_not_disturb_the_limits(judged):
    """
    REAL BUG THIS CATCHES: a test's SIGALRM takes the place of the trial's own, which then never ends.
    """
    report = judged("trap_signal")
    assert "caught" in report.verdicts_in("within")
    assert "crashed" in report.verdicts_in("hup")


def test_threads_that_an_import_started_are_there_in_each_trial(judged):
    """
    REAL BUG THIS CATCHES: a fork has the server's socket without its thread, and every test of it hangs.
    """
    report = judged("trap_threads")
    assert "caught" in report.verdicts_in("ask")
    assert any("echo-server" in note for note in report.notes)
    assert report.paths_in("shout") == {"cold"}


def test_code_in_other_threads_is_seen_and_changed(judged):
    """
    REAL BUG THIS CATCHES: a pool's threads run unobserved, and their code counts as run by no test.
    """
    report = judged("trap_workers")
    for name in ("pooled", "plain", "executed"):
        assert "caught" in report.verdicts_in(name)


def test_a_tracer_of_the_tests_own_hides_no_other_test(judged):
    """
    REAL BUG THIS CATCHES: one test takes the trace function away, and all tests behind it seem to run nothing.
    """
    report = judged("trap_tracer")
    assert "caught" in report.verdicts_in("behind")
    assert "caught" in report.verdicts_in("under")


def test_a_thread_that_waits_for_work_is_there_in_each_trial(judged):
    """
    REAL BUG THIS CATCHES: forks have the queue of a consumer without the consumer, and each change there is called caught.
    """
    report = judged("trap_consumer")
    assert "caught" in report.verdicts_in("handle")
    assert any("consumer" in note for note in report.notes)
    assert report.paths_in("handle") == {"cold"}


def test_what_a_conftest_file_opened_is_not_shared_between_trials(judged):
    """
    REAL BUG THIS CATCHES: two trials read from one socket, and one of them waits for a letter that the other one took.
    """
    report = judged("trap_sockets")
    for name in ("send", "write", "wait"):
        assert "caught" in report.verdicts_in(name)
        assert report.paths_in(name) == {"cold"}


def test_each_trial_has_a_database_of_its_own(judged):
    """
    REAL BUG THIS CATCHES: two trials at once commit the same row, and one of them fails on what the other one wrote.
    """
    report = judged("trap_postgres", variables={"PYTEST_PLUGINS": "earnest.pytest_plugin"})
    for name in ("open_account", "transfer", "forget"):
        assert "caught" in report.verdicts_in(name)
    assert "unviable" not in report.verdicts.values()
