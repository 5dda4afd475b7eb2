"""Keeps references in its own names and in a tuple."""

from .area import square as _square

ALL = (_square,)


def outline(side):
    return _square(side) - ALL[0](side - 1)
