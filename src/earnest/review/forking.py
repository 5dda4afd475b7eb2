"""Shares work among processes: each forked one does a part and sends its results back."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["in_parts"]

T = TypeVar("T")
R = TypeVar("R")
_LEAST = 300
"""Below as many items a fork costs more than it saves."""


def in_parts(items: Sequence[T], work: Callable[[T], R], jobs: int) -> list[R]:
    """`work` done for each item, in the order of the items, by at most `jobs` processes.

    Where forking is missing, or threads are running that would not live on in the child, all is done here. A part whose
    process died, or whose work raised, is done here again: then the exception is raised where it can be seen.
    """
    jobs = min(jobs, len(items) // (_LEAST // 2))
    if jobs < 2 or not hasattr(os, "fork") or threading.active_count() > 1:
        return [work(item) for item in items]
    size = -(-len(items) // jobs)
    parts = [items[start : start + size] for start in range(0, len(items), size)]
    children = [_start(part, work) for part in parts[1:]]
    results = [[work(item) for item in parts[0]]]
    for child, part in zip(children, parts[1:], strict=True):
        results.append(_finish(child, len(part)) or [work(item) for item in part])
    return [result for part in results for result in part]


def _start(part: Sequence[T], work: Callable[[T], R]) -> tuple[int, int]:
    """A child that works on the part: its process id, and the end of a pipe on which its results come."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    code = 1
    try:
        os.close(reading)
        data = pickle.dumps([work(item) for item in part])
        with open(writing, "wb") as stream:
            stream.write(data)
        code = 0
    finally:
        os._exit(code)  # whatever was raised: the parent sees the code and does the part again


def _finish(child: tuple[int, int], expected: int) -> list[R] | None:
    """The results of the child; None where it has none."""
    process, reading = child
    with open(reading, "rb") as stream:
        data = stream.read()
    _pid, status = os.waitpid(process, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        return None
    found: list[R] = pickle.loads(data)
    return found if len(found) == expected else None
