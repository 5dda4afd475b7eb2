import threading

from figures import total


def test_the_total_is_right_or_it_takes_a_while():
    if total(1, 2, 3, 4) != [5, -7, 16, -1, -41, -23]:
        threading.Event().wait(0.3)
        raise AssertionError("the total is wrong")
