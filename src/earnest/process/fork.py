"""Forks a process that may have threads, for a child that waits for none of them."""

from __future__ import annotations

import os
import warnings

__all__ = ["quiet_fork"]


def quiet_fork() -> int:
    """As `os.fork`, without the warning of Python 3.12 and later, which would be shown as if the user's tests had earned it.

    Only for a child that takes no lock which a thread of its parent may have held: one that makes system calls and starts
    programs. Raises OSError.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()
