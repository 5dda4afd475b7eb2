"""What the program does."""

import sys

PREFIX = "say" + ":"


def run(arguments):
    if not arguments:
        print("nothing to say", file=sys.stderr)
        return 2
    print(PREFIX, *arguments)
    return 0


def twice(number):
    return number * 2


def thrice(number):
    return number * 3


def alone(number):
    return number + 7


def bare(number):
    return number - 4
