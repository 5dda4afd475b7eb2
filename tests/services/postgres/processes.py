"""Which processes belong to a server, and whether they are gone."""

from __future__ import annotations

import os
import time
from pathlib import Path

from earnest.services.postgres.keeper import is_kept

GONE = 8.0
"""Seconds to wait for what should be gone after about two."""


def processes_of(places):
    """Ids of the processes that run on this data directory."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if os.fsencode(places.data) in command.split(b"\0"):
                found.append(int(entry.name))
    return found


def comes_true(condition):
    """Whether it does within the time that a server may take to go."""
    end = time.monotonic() + GONE
    while not condition():
        if time.monotonic() > end:
            return False
        os.sched_yield()
    return True


def is_gone(places):
    """Whether server, keeper and socket directory are gone, within the time that they may take."""
    return comes_true(lambda: not (processes_of(places) or is_kept(places) or places.sockets.exists()))
