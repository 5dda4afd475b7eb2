"""Caches, one of them warm before the first test."""

import functools


@functools.lru_cache(maxsize=None)
def slow_square(number):
    return number * number


WARM = slow_square(4)


@functools.cache
def slow_cube(number):
    return number**3


class Once:
    def __init__(self, base):
        self.base = base

    @functools.cached_property
    def value(self):
        return self.base + 1
