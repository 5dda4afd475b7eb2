"""Reads the clock."""

import time


def stamp():
    return time.perf_counter() + 0


def expired(since, limit):
    return time.monotonic() - since > limit


def year():
    return time.gmtime(time.time()).tm_year


def wait(seconds):
    time.sleep(seconds)
    return "waited"
