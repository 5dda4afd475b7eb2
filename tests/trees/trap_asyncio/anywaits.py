"""Coroutines for any event loop."""

import anyio


async def collect(numbers):
    found = []

    async def add(number):
        found.append(number + 1)

    async with anyio.create_task_group() as group:
        for number in numbers:
            group.start_soon(add, number)
    return sum(found)
