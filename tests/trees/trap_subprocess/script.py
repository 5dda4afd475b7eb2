"""Run by its path."""

import sys

from tool.core import twice


def main(text):
    number = int(text)
    return twice(number) + 1


if __name__ == "__main__":
    print(main(sys.argv[1]))
