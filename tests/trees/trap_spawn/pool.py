"""Work for other processes."""

import os

STEP = 2 + 1


def spawned(number):
    return number + STEP


def forked(number):
    return number * 2


def served(number):
    return number - 1


def child(number):
    os._exit(number + 3)
