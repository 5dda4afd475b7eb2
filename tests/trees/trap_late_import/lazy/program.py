"""Run by runpy."""

RESULT = 6 * 7


def answer():
    return RESULT + 1


ANSWER = answer()
