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


def mumble(text, stream=sys.stderr):
    # As many libraries have it: the stream is the one that pytest had put there when this module was imported.
    stream.write(text + "\n")
    return len(text)
