"""Runs before, under and behind another tracer."""


def before(number):
    return number + 1


def under(number):
    return number * 2


def behind(number):
    return number - 3
