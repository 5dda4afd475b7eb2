"""Run in isolation."""

import sys


def isolated(number):
    return number + 1


def no_environment(number):
    return number * 3


if __name__ == "__main__":
    print(globals()[sys.argv[1]](int(sys.argv[2])))
