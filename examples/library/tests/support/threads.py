"""Several threads that start at the same moment."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import TypeVar

T = TypeVar("T")

# Far more than any of these tests takes: it only ends a test that would otherwise hang.
PATIENCE = 10.0


def together(action: Callable[[int], T], workers: int) -> list[T]:
    """Calls `action(0)` ... `action(workers - 1)`, all at once; returns what they return or raises the first error."""
    barrier = Barrier(workers)

    def run(number: int) -> T:
        barrier.wait(PATIENCE)
        return action(number)

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, range(workers)))


@contextmanager
def hasty_switching() -> Iterator[None]:
    """Python changes threads as often as it can, and not every five milliseconds: races that are there show."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
