import os

from daemons import run_daemon, tell


def test_a_daemon_runs_and_is_ended():
    assert run_daemon() > 1


def test_what_is_told_goes_well():
    pid = tell("hello", len)
    if pid:
        assert os.waitpid(pid, 0)[1] == 0
