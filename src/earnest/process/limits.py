"""What a child may use: address space, processes, core files."""

from __future__ import annotations

import contextlib
import mmap
import os
import resource
import signal
import sys
from dataclasses import dataclass

__all__ = ["Limits", "ProcessCounter", "address_space"]

_PAGE = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one child and everything that it starts."""

    seconds: float
    """Wall time from fork to answer."""
    memory: int = 2 << 30
    """Bytes of address space that it may add to what the forking process had; 0 for no limit."""
    processes: int = 200
    """How many processes it and its descendants may start by fork; 0 for no limit."""


def address_space() -> int:
    """Bytes of address space of this process; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as statm:
            return int(statm.read().split()[0]) * _PAGE
    except OSError:
        return 0


def limit_memory(limits: Limits, base: int) -> None:
    """Sets the soft and hard address space limit of this process, and forbids core files."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not base or not limits.memory:
        return
    wanted = base + limits.memory
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, wanted))


class ProcessCounter:
    """Counts the forks of a child and of all its descendants in shared memory, and ends them all beyond a limit.

    RLIMIT_NPROC counts all processes of a user and does not bind root, so it cannot stop a fork bomb here.
    """

    def __init__(self) -> None:
        """Maps one shared page; make it before the fork."""
        self._page = mmap.mmap(-1, 8)

    def reset(self) -> None:
        """Starts from zero, before a child is forked."""
        self._page[:8] = bytes(8)

    @property
    def count(self) -> int:
        """Forks seen so far."""
        return int.from_bytes(self._page[:8], sys.byteorder)

    def watch(self, limit: int) -> None:
        """Installs the audit hook in this process; descendants by fork inherit it."""

        def hook(event: str, _args: tuple[object, ...]) -> None:
            if event == "os.fork" or event == "os.forkpty":
                count = self.count + 1
                self._page[:8] = count.to_bytes(8, sys.byteorder)
                if count > limit:
                    os.killpg(0, signal.SIGKILL)

        sys.addaudithook(hook)
