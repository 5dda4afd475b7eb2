"""Lazy and asynchronous values."""

import asyncio
import contextlib


def single(number):
    yield number + 1


def chained(numbers):
    yield from single(numbers)
    yield 0


def closing(log):
    try:
        yield 1
    finally:
        log.append("closed")


def receiver():
    got = yield "ready"
    return got * 2


def _started():
    yield "a"
    yield "b"


LIVE = _started()
FIRST = next(LIVE)


async def ticks(count):
    for number in range(count):
        await asyncio.gather()
        yield number


async def total(count):
    return sum([number async for number in ticks(count)])


@contextlib.asynccontextmanager
async def opened(log):
    log.append("open")
    yield len(log)
    log.append("shut")


class Rows:
    def __init__(self, rows):
        self.rows = rows

    def __iter__(self):
        yield from self.rows[1:]

    async def __aenter__(self):
        await asyncio.sleep(0)
        return self.rows

    async def __aexit__(self, *error):
        self.rows.clear()
