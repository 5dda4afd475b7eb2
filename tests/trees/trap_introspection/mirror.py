"""Looks at functions."""

import inspect
import sys
import traceback


def caller():
    return sys._getframe(1).f_code.co_name


def who():
    name = caller()
    return name + "!"


def where():
    try:
        raise KeyError("here")
    except KeyError as error:
        return traceback.extract_tb(error.__traceback__)[-1].name


def signature(function):
    return list(inspect.signature(function).parameters)


def sample(first, second=1 + 1, *rest, third=None):
    return first + second


def is_lazy(function):
    return inspect.isgeneratorfunction(function)


def lazy():
    yield 1


def constants():
    return sample.__code__.co_consts
