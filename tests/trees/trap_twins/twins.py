"""Functions that look alike."""

import types


def left(number): return number + 1
def right(number): return number + 1


one, two = lambda number: number * 2, lambda number: number * 2
PAIR = [lambda: 5, lambda: 5]


class A:
    def size(self):
        return 4 + 1


class B:
    def size(self):
        return 4 + 1


def make(kind):
    if kind == "up":
        def step(number):
            return number + 1
    else:
        def step(number):
            return number + 1
    return step


def adder(amount):
    def add(number):
        return number + amount

    return add


add_one = adder(1)
add_two = adder(2)
copied = types.FunctionType(left.__code__, {}, "copied")


def same():
    return "first"


first_same = same


def same():
    return "second"
