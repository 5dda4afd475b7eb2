"""A table that the first caller fills, and a cache."""

import functools

_TABLE = {}


def table():
    if not _TABLE:
        _TABLE["a"] = 1
        _TABLE["b"] = 2
    return _TABLE


@functools.lru_cache
def square(number):
    return number * number
