"""What a process holds open that its forks would share, and through which they would disturb each other."""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
from dataclasses import dataclass

__all__ = ["Held"]

_DIRECTORY = "/proc/self/fd"


@dataclass(frozen=True, slots=True)
class Held:
    """The descriptors of this process at one moment, by number and by what they lead to."""

    numbers: frozenset[int]
    targets: frozenset[tuple[int, int]]

    @classmethod
    def now(cls) -> Held:
        """What is open now; nothing where the system does not say."""
        seen = _open()
        return cls(frozenset(seen), frozenset((status.st_dev, status.st_ino) for status in seen.values()))

    def since(self) -> list[str]:
        """What was opened since and must not be shared, each in a few words.

        Copies of older descriptors do not count, nor do files that are only read or only appended to.
        """
        found = []
        for number, status in _open().items():
            is_copy = stat.S_IFMT(status.st_mode) != 0 and (status.st_dev, status.st_ino) in self.targets
            if number not in self.numbers and not is_copy:
                found.append(_harm(number, status))
        return sorted(filter(None, found))


def _open() -> dict[int, os.stat_result]:
    found = {}
    with contextlib.suppress(OSError):
        for name in os.listdir(_DIRECTORY):
            with contextlib.suppress(OSError):  # the one by which the directory is listed
                found[int(name)] = os.fstat(int(name))
    return found


def _harm(number: int, status: os.stat_result) -> str:
    if stat.S_ISSOCK(status.st_mode):
        return "a socket"
    if stat.S_ISFIFO(status.st_mode):
        return "a pipe"
    with contextlib.suppress(OSError):
        target = os.readlink(f"{_DIRECTORY}/{number}")
        if stat.S_ISREG(status.st_mode):
            flags = fcntl.fcntl(number, fcntl.F_GETFL)
            is_harmless = flags & os.O_ACCMODE == os.O_RDONLY or flags & os.O_APPEND
            return "" if is_harmless else f"a file open for writing ({target})"
        if "eventpoll" in target:
            return "an event loop"
    return ""
