"""Imported at the top of the tests and reloaded in one of them."""

LIMIT = 3 + 1


def below(number):
    return number < LIMIT
