"""Coroutines."""

import asyncio


async def double(number):
    await asyncio.sleep(0)
    return number * 2


async def both(left, right):
    return await asyncio.gather(double(left), double(right))


class Connection:
    def __init__(self):
        self.open = False

    async def __aenter__(self):
        self.open = True
        return self

    async def __aexit__(self, *error):
        self.open = False


async def limited(seconds):
    try:
        async with asyncio.timeout(seconds):
            await asyncio.Event().wait()
    except TimeoutError:
        return "late"


def triple(number):
    return number * 3
