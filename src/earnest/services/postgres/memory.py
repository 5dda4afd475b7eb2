"""Data directories in memory, where there is plenty of it: there a database is made three times as fast as on a disk.

A database is some 300 files. A file system on a disk looks for a place for each of them, and ext4 looks the longer the
more of them were removed in the last minutes, which is what tests do all day.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

__all__ = ["forget", "place_for", "point_to"]

_MEMORY = Path("/dev/shm")
_PLENTY = 2 << 30
"""Bytes that must be free: a data directory has 50 MB. Containers usually have 64 MB there in all, which belong to others."""
_NOTE = "earnest-home"
"""The file in a data directory that says where its server's home is. PostgreSQL does not look at it."""


def place_for(home: Path) -> Path | None:
    """A new name for the data directory of the server with this home, or None where memory is short; makes nothing."""
    if not _is_plenty():
        return None
    _sweep()
    return _MEMORY / f"{_prefix(home)}{secrets.token_hex(4)}"


def point_to(place: Path, data: Path) -> None:
    """Makes `data` lead to the directory at this place, which is whole by now. Raises OSError."""
    (place / _NOTE).write_text(str(data.parent), encoding="utf-8", errors="surrogateescape")
    link = data.with_name(f"{data.name}.{os.getpid()}")
    link.symlink_to(place)
    link.rename(data)


def forget(home: Path) -> None:
    """Removes what the server with this home has in memory, also what a killed process left half-made there."""
    for place in _MEMORY.glob(f"{_prefix(home)}*"):
        shutil.rmtree(place, ignore_errors=True)


def _prefix(home: Path) -> str:
    return f"{_ours()}{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}-"


def _ours() -> str:
    return f"earnest-{os.geteuid()}-"


def _is_plenty() -> bool:
    try:
        status = os.statvfs(_MEMORY)
        facts = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return False
    available = next((int(fact.split()[1]) * 1024 for fact in facts if fact.startswith("MemAvailable:")), 0)
    is_writable = os.access(_MEMORY, os.W_OK | os.X_OK)
    return is_writable and min(available, status.f_bavail * status.f_frsize) >= _PLENTY


def _sweep() -> None:
    """Removes the data of servers whose homes somebody has deleted."""
    for place in _MEMORY.glob(f"{_ours()}*"):
        with suppress(OSError):
            home = Path((place / _NOTE).read_text(encoding="utf-8", errors="surrogateescape"))
            if not home.exists():
                shutil.rmtree(place, ignore_errors=True)
