"""Threads of all kinds."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor


def pooled(number):
    return number * 2


def double_all(numbers):
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(pooled, numbers))


def plain(found):
    found.append(len(found) + 1)


def start(found):
    thread = threading.Thread(target=plain, args=(found,))
    thread.start()
    thread.join()
    return found


def executed(number):
    return number - 1


async def away(number):
    return await asyncio.to_thread(executed, number)


class Background:
    def __init__(self):
        self.stopped = threading.Event()
        self.ticks = 0
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        while not self.stopped.wait(0.01):
            self.ticks += 1

    def stop(self):
        self.stopped.set()
        self.thread.join(1)
        return not self.thread.is_alive()


class Context:
    local = threading.local()

    def put(self, value):
        self.local.value = value

    def get(self):
        return getattr(self.local, "value", None)
