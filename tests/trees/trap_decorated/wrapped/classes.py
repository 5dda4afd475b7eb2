"""Decorated classes and methods."""

import functools


def sealed(cls):
    cls.sealed = True
    return cls


@sealed
@functools.total_ordering
class Version:
    def __init__(self, major, minor=0):
        self._parts = (major, minor)

    @property
    def major(self):
        return self._parts[0]

    @major.setter
    def major(self, value):
        if value < 0:
            raise ValueError(value)
        self._parts = (value, self._parts[1])

    @staticmethod
    def parse(text):
        return Version(*map(int, text.split(".")))

    @classmethod
    def first(cls):
        return cls(1)

    def __eq__(self, other):
        return self._parts == other._parts

    def __lt__(self, other):
        return self._parts < other._parts
