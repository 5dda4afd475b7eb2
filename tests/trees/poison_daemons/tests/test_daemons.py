from daemons import run_daemon


def test_a_daemon_runs_and_is_ended():
    assert run_daemon() > 1
