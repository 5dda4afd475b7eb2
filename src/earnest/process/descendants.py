"""Finding and ending the processes below a process, daemons that changed their group or session included."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

__all__ = ["children_by_scan", "children_of", "descendants_of", "is_crowded", "kill_descendants"]

_ROUNDS = 50
_IS_LISTED = os.path.exists(f"/proc/self/task/{os.getpid()}/children")


def children_of(pid: int) -> list[int]:
    """Direct children of a process, in the order of their creation; empty where /proc does not tell (macOS)."""
    if not _IS_LISTED:
        return children_by_scan(pid)
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError):
                found += map(int, Path(f"/proc/{pid}/task/{task}/children").read_bytes().split())
    return found


def children_by_scan(pid: int) -> list[int]:
    """The same by looking at every process, for kernels without lists of children (CONFIG_PROC_CHILDREN)."""
    found: list[tuple[int, int]] = []
    with contextlib.suppress(OSError):
        for name in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):
                fields = _fields(int(name))
                if int(fields[1]) == pid:
                    found.append((int(fields[19]), int(name)))  # see proc_pid_stat(5): ppid, starttime
    return [child for _, child in sorted(found)]


def descendants_of(pid: int, spare: frozenset[int] = frozenset()) -> Iterator[int]:
    """All processes below `pid`, parents before their children; those in `spare` are left out with all below them."""
    for child in children_of(pid):
        if child not in spare:
            yield child
            yield from descendants_of(child, spare)


def is_crowded(pid: int, limit: int) -> bool:
    """Whether more than `limit` processes below `pid` are alive; those that have ended and wait for their parent are not."""
    below = list(descendants_of(pid))
    return len(below) > limit and sum(map(_is_alive, below)) > limit


def _is_alive(pid: int) -> bool:
    try:
        return _fields(pid)[0] not in (b"Z", b"X")
    except OSError:
        return False


def _fields(pid: int) -> list[bytes]:
    """The fields of /proc/PID/stat behind the name of the program, which may hold anything."""
    return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()


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
