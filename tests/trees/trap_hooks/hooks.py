"""Fails in unusual ways."""

import threading
import warnings


def flaky(number):
    return number + 1


def called(number):
    return number * 2


def warn(number):
    if number > 5:
        warnings.warn(f"{number} is much", UserWarning, stacklevel=2)
    return number


def in_thread(number):
    found = []

    def work():
        if number < 0:
            raise ValueError("negative")
        found.append(number)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return found


class Dropped:
    def __init__(self, number):
        self.number = number

    def __del__(self):
        if self.number == 0:
            raise ValueError("dropped")


def drop(number):
    Dropped(number + 1)
