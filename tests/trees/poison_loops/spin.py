"""Loops that end."""

import threading


def countdown(number):
    """The whole numbers from `number` down to 1; without the counter it grows for ever."""
    steps = []
    while number > 0:
        steps.append(number)
        number -= 1
    return steps


def rest(number, divisor):
    """What is left of a division; without the subtraction it spins in place."""
    while number >= divisor:
        number -= divisor
    return number


class Cursor:
    """A position that moves towards an end."""

    def __init__(self, end):
        self.place = 0
        self.end = end

    def advance(self):
        """The loop that calls this stands in other code."""
        self.place += 1

    def is_done(self):
        """Whether the end is reached."""
        return self.place >= self.end


def walk(end):
    """Moves a cursor to the end and returns where it stands."""
    cursor = Cursor(end)
    while not cursor.is_done():
        cursor.advance()
    return cursor.place


def positions(end):
    """Counts up to `end` inside of `list`: the only Python code that runs is the expression below."""
    cursor = Cursor(end)
    return list(iter(lambda: cursor.advance() or cursor.is_done(), True))


def ring():
    """Rings a bell and waits until it is heard."""
    bell = threading.Event()
    bell.set()
    bell.wait()
    return bell.is_set()
