"""What a child may use: address space, processes, core files."""

from __future__ import annotations

import contextlib
import mmap
import os
import resource
import signal
import struct
import sys
from dataclasses import dataclass

from .descendants import is_crowded

__all__ = ["Limits", "SharedPage", "address_space", "limit_memory"]

_PAGE = resource.getpagesize()
_FORKS = struct.Struct("=Q")
_MOMENT = struct.Struct("=d")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one child and everything that it starts."""

    seconds: float
    """Wall time from fork to answer."""
    memory: int = 2 << 30
    """Bytes of address space that it may add to what the forking process had; 0 for no limit."""
    processes: int = 200
    """How many processes below it may be alive at once; 0 for no limit."""


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


class SharedPage:
    """What a child and its nursery share: the count of its forks, and the moment until which it may go on.

    RLIMIT_NPROC counts all processes of a user and does not bind root, so it cannot stop a fork bomb here. The count
    alone would not do either: a thousand forks one after the other are harmless.
    """

    def __init__(self) -> None:
        """Maps one shared page; make it before the fork."""
        self._page = mmap.mmap(-1, _FORKS.size + _MOMENT.size)

    def reset(self) -> None:
        """No fork, no deadline; before a child is forked."""
        self._page[:] = bytes(len(self._page))

    @property
    def forks(self) -> int:
        """Forks of the child and its descendants since the start or the last census; two at once may count as one."""
        return int(_FORKS.unpack_from(self._page)[0])

    @property
    def deadline(self) -> float:
        """Moment of `process.now` at which the child must have moved on; 0 when it named none."""
        return float(_MOMENT.unpack_from(self._page, _FORKS.size)[0])

    @deadline.setter
    def deadline(self, moment: float) -> None:
        _MOMENT.pack_into(self._page, _FORKS.size, moment)

    def bound_forks(self, limit: int) -> None:
        """Takes a census after every `limit` forks, and kills this process when more than `limit` live below it.

        Installs an audit hook, which descendants by fork inherit. Whoever started this process ends what is below it.
        """
        root = os.getpid()

        def hook(event: str, _args: tuple[object, ...]) -> None:
            if event in ("os.fork", "os.forkpty"):
                forks = self.forks
                is_due = forks >= limit
                _FORKS.pack_into(self._page, 0, 0 if is_due else forks + 1)
                if is_due and is_crowded(root, limit):
                    os.kill(root, signal.SIGKILL)
                    os.killpg(0, signal.SIGKILL)

        sys.addaudithook(hook)
