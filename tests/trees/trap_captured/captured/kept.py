"""References that were taken when the module was imported."""

import functools
import operator


def scale(factor, number):
    return factor * number


double = functools.partial(scale, 2)
TABLE = {"triple": lambda number: number * 3, "double": double}


def fallback():
    return 7


def with_default(number, start=fallback()):
    return number + start


class Counter:
    step = fallback() - 5

    def __init__(self):
        self.value = 0

    def tick(self):
        self.value += self.step
        return self.value


COUNTER = Counter()
tick = COUNTER.tick
first = operator.methodcaller("tick")
