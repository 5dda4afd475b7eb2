"""Finds the root of the project that a path belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..errors import UsageError

__all__ = ["find_root"]

_STRONG = ("earnest.toml", "pyproject.toml", "setup.cfg", "setup.py")
_WEAK = ("pytest.toml", "pytest.ini", "tox.ini")
"""These may also stand in a directory of tests, so a strong marker above them wins."""


def find_root(path: Path) -> Path:
    """The absolute, real root: the nearest directory at or above `path` with a project's files, else with `.git`.

    A path in no project is its own root. The search ends at the border of the repository. Raises UsageError.
    """
    if not path.exists():
        raise UsageError(f"The path {str(path)!r} does not exist.")
    start = path.resolve()
    if not start.is_dir():
        start = start.parent
    candidates = list(_within_repository(start))
    for markers in (_STRONG, _WEAK, (".git",)):
        for directory in candidates:
            if any((directory / marker).exists() for marker in markers):
                return directory
    return start


def _within_repository(start: Path) -> Iterator[Path]:
    for directory in (start, *start.parents):
        yield directory
        if (directory / ".git").exists():
            return
