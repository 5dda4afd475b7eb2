"""A directory of one process's own for its database files: in memory where there is room, gone with the process."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

__all__ = ["Workplace", "remove_forgotten"]

_MEMORY = Path("/dev/shm")
_ROOM = 64 << 20
"""Bytes that must be free in memory: a container often has no more than that in all."""
_LOCK = "lock"


class Workplace:
    """Locked while this process lives: whoever finds one that is not may remove it."""

    def __init__(self) -> None:
        """Makes the directory, closed to others, and removes those that killed processes have left."""
        remove_forgotten()
        self.directory = Path(tempfile.mkdtemp(prefix=_prefix(), dir=_base()))
        unseen = self.directory / f"new-{_LOCK}"
        self._lock = os.open(unseen, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        unseen.rename(self.directory / _LOCK)  # nobody ever sees it free

    def remove(self) -> None:
        """With all that is in it."""
        shutil.rmtree(self.directory, ignore_errors=True)
        os.close(self._lock)


def remove_forgotten() -> None:
    """Removes the directories of this user's processes that are gone."""
    for directory in _all():
        with suppress(OSError):  # in use, or being made at this moment, or somebody else removes it
            lock = os.open(directory / _LOCK, os.O_RDWR)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(directory, ignore_errors=True)
            finally:
                os.close(lock)


def _all() -> Iterator[Path]:
    for base in {_MEMORY, Path(tempfile.gettempdir())}:
        for directory in base.glob(f"{_prefix()}*"):
            if directory.lstat().st_uid == os.geteuid():
                yield directory


def _prefix() -> str:
    return f"earnest-sqlite-{os.geteuid()}-"


def _base() -> str:
    """Where a commit does not wait for a disk, also with drivers that insist on it."""
    if os.access(_MEMORY, os.W_OK | os.X_OK):
        status = os.statvfs(_MEMORY)
        if status.f_bavail * status.f_frsize >= _ROOM:
            return str(_MEMORY)
    return tempfile.gettempdir()
