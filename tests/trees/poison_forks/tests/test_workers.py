from workers import answer_of_a_copy, call_yourself, end_workers, multiply, start_workers


def test_as_many_workers_start_as_are_wanted():
    started = start_workers(3)
    end_workers(started)
    assert len(set(started)) == 3


def test_each_generation_ends_before_the_next():
    assert multiply(40) == 40


def test_a_copy_answers():
    assert answer_of_a_copy(21) == 42


def test_a_chain_of_interpreters_ends():
    assert call_yourself(1) == 0
