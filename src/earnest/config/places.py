"""Resolves the paths and globs of a configuration below the project's root."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

__all__ = ["existing"]


def existing(root: Path, places: Iterable[str]) -> tuple[str, ...]:
    """What is there, relative to the root (empty for the root itself), each once; globs give their matches in order."""
    found: dict[str, None] = {}
    for place in places:
        for match in _matches(root, place):
            relative = os.path.relpath(match, root)
            found["" if relative == "." else relative] = None
    return tuple(found)


def _matches(root: Path, place: str) -> list[Path]:
    try:
        return [root / place] if (root / place).exists() else sorted(root.glob(place.rstrip("/")))
    except (OSError, ValueError, NotImplementedError):  # too long, a zero byte, `**a`, an absolute glob
        return []
