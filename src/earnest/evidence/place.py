"""Where the evidence may stand: in the project, else in the user's cache directory."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["FILE_NAME", "cache_place", "locked", "prepare", "project_place", "set_aside"]

FILE_NAME = "evidence.sqlite"
_COMPANIONS = ("", "-wal", "-shm", "-journal")


def project_place(root: Path) -> Path:
    """The directory inside the project."""
    return root / ".earnest"


def cache_place(root: Path) -> Path:
    """The directory of this project below the user's cache; the digest keeps projects of one name apart."""
    # The XDG base directory specification: a relative XDG_CACHE_HOME is to be ignored.
    configured = Path(os.environ.get("XDG_CACHE_HOME", ""))
    cache = configured if configured.is_absolute() else Path.home() / ".cache"
    digest = hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
    return cache / "earnest" / f"{root.name or 'root'}-{digest}"


def prepare(directory: Path) -> None:
    """Makes the directory, and keeps it out of the user's version control. Raises OSError."""
    directory.mkdir(parents=True, exist_ok=True)
    ignore = directory / ".gitignore"
    if not ignore.exists():
        ignore.write_bytes(b"*\n")


@contextlib.contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Holds the directory's lock: of two processes that find a damaged file one puts it aside. Raises OSError."""
    import fcntl  # not on Windows, where the commands that need no evidence should still answer

    handle = os.open(directory / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def set_aside(file: Path, reason: str) -> Path:
    """Renames the store and its journals to `evidence.<reason>.<n>.sqlite`; gives the new name. Raises OSError."""
    number = 1
    while (aside := file.with_name(f"{file.stem}.{reason}.{number}{file.suffix}")).exists():
        number += 1
    # Journals first: one that stayed behind would be replayed into the new database.
    for ending in reversed(_COMPANIONS):
        with contextlib.suppress(FileNotFoundError):
            os.rename(f"{file}{ending}", f"{aside}{ending}")
    return aside
