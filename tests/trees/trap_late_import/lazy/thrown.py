"""Thrown out of sys.modules and imported again."""


def half(number):
    return number // 2
