from threads import run, run_beside_a_daemon


def test_the_result_is_handed_on():
    assert run(lambda: 7) == 7


def test_the_result_is_handed_on_beside_a_daemon():
    assert run_beside_a_daemon(lambda: 7) == 7
