"""What temporary servers leave when their keeper is killed: nobody would ever come back to it."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path

from .places import KEEPER, TEMPORARY, USERS, is_held, socket_directories

__all__ = ["remove_orphans"]

_AGE = 60.0
"""Seconds. A younger one may be about to start: its keeper holds no lock yet."""


def remove_orphans(cache: Path) -> None:
    """Removes the files of temporary servers in this cache that nobody keeps and nobody uses."""
    for home in cache.glob(f"{TEMPORARY}*"):
        with suppress(OSError):  # another process may be removing it
            is_young = time.time() - home.stat().st_mtime < _AGE
            if not (is_young or is_held(home / KEEPER) or is_held(home / USERS)):
                for directory in (home, *socket_directories(home.name)):
                    shutil.rmtree(directory, ignore_errors=True)
