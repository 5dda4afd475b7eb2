"""The few system calls that Python does not offer: prctl and friends. On other systems they do nothing."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

__all__ = ["adopt_orphans", "can_adopt_orphans", "die_with_parent", "signal_on_death"]

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def can_adopt_orphans() -> bool:
    """Whether `adopt_orphans` works here (Linux)."""
    return _libc is not None


def adopt_orphans() -> None:
    """Makes this process the new parent of every descendant whose own parent dies (prctl(2), PR_SET_CHILD_SUBREAPER)."""
    if _libc is not None:
        _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with_parent(parent: int) -> None:
    """Asks the kernel to kill this process when `parent`, its creator, ends; ends it at once if that already happened."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def signal_on_death(number: int, parent: int) -> None:
    """Asks the kernel to send this process the signal `number` when `parent`, its creator, ends, and if it has already."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), number)
