"""Takes back what a test has committed to a database file: one pragma tells whether, the backup interface puts it back.

The tests really commit, from any connection, thread or process. Page by page the file becomes what it was, under SQLite's
own locks, so that connections which stay open see nothing but a change by somebody else.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ..database.leaks import Leak
from .contents import differences, tables_of
from .forgotten import roll_back_forgotten

__all__ = ["Isolation"]

_PATIENCE = 0.2
"""Seconds that transactions of a test get to end behind it."""
_PAUSE = 0.002
_MAGIC = b"SQLite format 3\0"
"""Begins each database file; an empty one is a database, too, until it has a table."""
_DONE = 101
"""SQLITE_DONE, which has no name in Python's module."""


class Isolation:
    """Watches one file over a connection of its own."""

    def __init__(self, path: Path) -> None:
        """What is in the file now is what it is put back to."""
        self._path = path
        self.is_locked = False
        """Whether the last `reset` failed because somebody keeps the file locked."""
        self._connect()
        self._bases = [self._copy()]
        self._mark = self._version()

    def has_changed(self) -> bool:
        """Whether anybody has committed since the base was made or put back."""
        return self._version() != self._mark

    def push(self) -> None:
        """Makes what is there now the base, until `pop`: a fixture of a wider scope has put it there."""
        self._bases.append(self._copy())
        self._mark = self._version()

    def pop(self) -> None:
        """Makes the base before `push` the base again; `reset` then goes back to it."""
        self._bases.pop().close()
        self._mark = -1

    @contextlib.contextmanager
    def without_bases(self) -> Iterator[None]:
        """Within, the base is the schema's own; `reset` goes there."""
        above = self._bases[1:]
        del self._bases[1:]
        self._mark = -1 if above else self._mark
        try:
            yield
        finally:
            self._bases += above
            self._mark = -1 if above else self._mark

    def leaks(self) -> list[Leak]:
        """What differs from the base, table by table."""
        found = [] if self._is_free() else [Leak("open transaction")]
        if self.has_changed():
            tables, before = tables_of(self._connection), tables_of(self._bases[-1])
            if tables != before:
                found.append(Leak("table", len(tables) - len(before)))
            found += differences(self._bases[-1], self._connection, sorted(tables & before))
        return found

    def lasting(self) -> list[str]:
        """Nothing: all that a test can change is in the file."""
        return []

    def reset(self) -> bool:
        """Puts everything back to the base. False where somebody keeps the file locked, or has replaced it."""
        self.is_locked = False
        if not self._is_the_same_file():
            return False
        done = self._eventually(self._is_free) and (not self.has_changed() or self._eventually(self._is_put_back))
        self.is_locked = not done
        return done

    def replace(self) -> None:
        """Puts a new file in the place of this one; whoever is connected to the old one stays there."""
        self.close()
        fresh = self._path.with_suffix(".new")
        with contextlib.closing(sqlite3.connect(fresh)) as connection:
            self._bases[-1].backup(connection)
        for end in ("-journal", "-wal", "-shm"):
            Path(f"{self._path}{end}").unlink(missing_ok=True)
        fresh.replace(self._path)
        self._connect()
        self._mark = self._version()

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()
        os.close(self._file)

    def _connect(self) -> None:
        self._connection = sqlite3.connect(self._path, isolation_level=None, timeout=0, check_same_thread=False)
        self._connection.execute("PRAGMA synchronous = OFF")
        # Open for as long as the connection: closing it would take away the locks of others in this process, see fcntl(2).
        self._file = os.open(self._path, os.O_RDONLY)

    def _copy(self) -> sqlite3.Connection:
        copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._connection.backup(copy)
        return copy

    def _version(self) -> int:
        """Changes whenever another connection commits, wherever it is."""
        version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return version

    def _is_the_same_file(self) -> bool:
        """In WAL mode no pragma would tell that somebody has overwritten it."""
        with contextlib.suppress(OSError):
            is_same = os.path.samestat(os.stat(self._path), os.fstat(self._file))
            return is_same and os.pread(self._file, len(_MAGIC), 0) in (b"", _MAGIC)
        return False

    def _is_free(self) -> bool:
        """Whether no transaction that writes is open."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if _is_busy(error):
                return False
            raise
        self._connection.execute("ROLLBACK")
        return True

    def _is_put_back(self) -> bool:
        """All pages in one transaction; open reads keep it out, unless the file is in WAL mode."""
        try:
            self._bases[-1].backup(self._connection, progress=_give_up, sleep=0)
        except _LockedError:
            return False
        self._mark = self._version()
        return True

    def _eventually(self, succeeds: Callable[[], bool]) -> bool:
        """Tries until the patience is at its end, then once more without the transactions that this process forgot."""
        end = time.monotonic() + _PATIENCE
        while not succeeds():
            if time.monotonic() > end:
                roll_back_forgotten(self._path)
                return succeeds()
            time.sleep(_PAUSE)
        return True


class _LockedError(Exception):
    """Somebody has the file locked."""


def _give_up(status: int, _remaining: int, _total: int) -> None:
    if status != _DONE:
        raise _LockedError


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
