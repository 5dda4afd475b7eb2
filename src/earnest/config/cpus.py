"""Counts the CPUs that this process may really use."""

from __future__ import annotations

import math
import os
from pathlib import Path

__all__ = ["usable_cpus"]

_CGROUP = Path("/sys/fs/cgroup")


def usable_cpus(cgroup: Path = _CGROUP) -> int:
    """The CPUs that the scheduler grants, or the quota of the container where that is less; at least one.

    A container that may use two CPUs of a machine with 64 sees 64 of them. Its quota stands in the files of its control
    group: `cpu.max` (version 2 of cgroups), or `cpu/cpu.cfs_quota_us` and `cpu/cpu.cfs_period_us` (version 1).
    """
    granted = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota = _quota(_words(cgroup / "cpu.max")) or _quota(
        _words(cgroup / "cpu" / "cpu.cfs_quota_us") + _words(cgroup / "cpu" / "cpu.cfs_period_us")
    )
    return min(granted, max(1, math.ceil(quota))) if quota else granted


def _words(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return []


def _quota(words: list[str]) -> float:
    """CPU time per period, as a number of CPUs; 0 for none, which is written as `max` or as -1."""
    if len(words) != 2 or not all(word.isdecimal() for word in words) or words[1] == "0":
        return 0.0
    return int(words[0]) / int(words[1])
