"""The code."""


def _first():
    return 2


START = _first()


def grow(number):
    return number * START


def shrink(number):
    return number - START
