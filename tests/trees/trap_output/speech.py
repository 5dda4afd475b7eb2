"""Prints and logs."""

import logging
import os
import sys

log = logging.getLogger("speech")


def say(text):
    print(text.upper())
    print("aside", file=sys.stderr)


def say_low(text):
    os.write(1, text.encode() + b"\n")


def tell(number):
    if number > 3:
        log.warning("much: %d", number)
    return number - 1


def ask():
    try:
        return input("name? ")
    except (EOFError, OSError):
        return "nobody"
