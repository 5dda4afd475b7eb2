"""The state of a project's files at a glance: what changed since the last look, without reading any of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from .tree import MARKERS, join, walk

__all__ = ["stamps"]

_SETTINGS = (*sorted(MARKERS), "pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini", "tox.ini")
"""Files of the root that decide what belongs to the project and what is a test."""


def stamps(root: Path) -> Mapping[str, tuple[int, int]]:
    """Relative path -> time of change in nanoseconds and size, for each Python file and each file of settings.

    A file that is gone meanwhile is not in it. Raises ProjectError where the root cannot be read.
    """
    tree = walk(root)
    paths = [path for directory in tree.directories.values() for path in directory.files()]
    paths += [join(directory.path, name) for directory in tree.directories.values() for name in directory.markers]
    return {path: stamp for path in (*paths, *_SETTINGS) if (stamp := _stamp(root, path))}


def _stamp(root: Path, path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(f"{root}/{path}")
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
