"""Files with a schema and nothing else, kept in the user's cache from run to run."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from ..database.schema import Schema

__all__ = ["Templates"]

_MOST = 20
"""Files that are kept: one for each schema that was used of late."""


class Templates:
    """All of them; none where the cache cannot be written to, and then each worker builds its own."""

    def __init__(self) -> None:
        """Makes the cache if need be."""
        # The XDG base directory specification: a relative XDG_CACHE_HOME is to be ignored.
        configured = Path(os.environ.get("XDG_CACHE_HOME", ""))
        cache = configured if configured.is_absolute() else Path(os.path.expanduser("~"), ".cache")
        self._directory = cache / "earnest" / "sqlite"
        with contextlib.suppress(OSError):
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._is_there = os.access(self._directory, os.W_OK | os.X_OK)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Whoever comes first builds; the others wait."""
        if not self._is_there:
            yield
            return
        with open(self._directory / "mutex", "w") as mutex:
            fcntl.flock(mutex, fcntl.LOCK_EX)
            yield

    def fetch(self, schema: Schema, path: Path) -> bool:
        """Copies the file with this schema to the path. False where there is none."""
        if not schema.name or not self._is_there:
            return False
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(self._file(schema), path)
            os.utime(self._file(schema))
            return True
        return False

    def keep(self, schema: Schema, path: Path) -> None:
        """Takes a copy of a file that has been built, and lets go of the oldest ones."""
        if not schema.name or not self._is_there:
            return
        unfinished = self._directory / f"{schema.fingerprint}.new"
        shutil.copyfile(path, unfinished)
        unfinished.replace(self._file(schema))
        by_age = sorted(self._directory.glob("*.db"), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in by_age[_MOST:]:
            file.unlink(missing_ok=True)

    def _file(self, schema: Schema) -> Path:
        return self._directory / f"{schema.fingerprint}.db"
