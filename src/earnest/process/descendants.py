"""Finding and ending the processes below a process, daemons that changed their group or session included."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

__all__ = ["children_of", "descendants_of", "kill_descendants"]

_ROUNDS = 50


def children_of(pid: int) -> list[int]:
    """Direct children of a process, in the order of their creation; empty where /proc does not tell (macOS)."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError):
                found += map(int, Path(f"/proc/{pid}/task/{task}/children").read_bytes().split())
    return found


def descendants_of(pid: int, spare: frozenset[int] = frozenset()) -> Iterator[int]:
    """All processes below `pid`, parents before their children; those in `spare` are left out with all below them."""
    for child in children_of(pid):
        if child not in spare:
            yield child
            yield from descendants_of(child, spare)


def kill_descendants(pid: int, *, spare: frozenset[int] = frozenset()) -> int:
    """Kills everything below `pid` but not `pid` itself, and returns how many processes that were.

    Each round stops before it kills, so that a process that forks in a loop cannot outrun it. Direct children of this
    process are reaped. Those in `spare` are left alone with all below them.
    """
    killed: set[int] = set()
    for _ in range(_ROUNDS):
        doomed = list(descendants_of(pid, spare))
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for child in doomed:
                with contextlib.suppress(OSError):
                    os.kill(child, number)
        killed.update(doomed)
        if pid == os.getpid():
            _reap(doomed)
        if not doomed:
            break
    return len(killed)


def _reap(children: list[int]) -> None:
    for child in children:
        with contextlib.suppress(OSError):
            os.waitpid(child, 0 if child in children_of(os.getpid()) else os.WNOHANG)
