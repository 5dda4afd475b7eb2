"""functools.wraps, stacks of decorators, dispatchers and context managers."""

import contextlib
import functools


def traced(function):
    @functools.wraps(function)
    def wrapper(*arguments):
        LOG.append(function.__name__)
        return function(*arguments)

    return wrapper


def times(factor):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*arguments):
            return factor * function(*arguments)

        return wrapper

    return decorate


LOG = []


@traced
@times(3)
def plus_one(number):
    return number + 1


@functools.singledispatch
def kind(value):
    return "other"


@kind.register
def _(value: int):
    return "number" if value else "zero"


@kind.register(str)
def _(value):
    return "text" + value[:1]


@contextlib.contextmanager
def collecting(target):
    target.append("start")
    try:
        yield target
    finally:
        target.append("end")
