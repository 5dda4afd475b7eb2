"""`usable_cpus`: the default of `jobs`."""

import os

import pytest

from earnest.config.cpus import usable_cpus

GRANTED = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


@pytest.mark.parametrize(
    ("files", "cpus"),
    [
        ({}, GRANTED),
        ({"cpu.max": "max 100000\n"}, GRANTED),
        ({"cpu.max": "50000 100000\n"}, 1),
        ({"cpu.max": "100000 100000\n"}, 1),
        ({"cpu.max": "150000 100000\n"}, min(2, GRANTED)),
        ({"cpu.max": "99900000 100000\n"}, GRANTED),
        ({"cpu.max": "100000 0\n"}, GRANTED),
        ({"cpu.max": "nonsense"}, GRANTED),
        ({"cpu/cpu.cfs_quota_us": "100000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 1),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, GRANTED),
    ],
)
def test_a_containers_quota_limits_the_cpus(files, cpus, tmp_path):
    """Both versions of control groups are understood, and a part of a CPU counts as one.

    REAL BUG THIS CATCHES: sixty-four trials at once in a CI container that may use two CPUs, and all time out.
    """
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert usable_cpus(tmp_path) == cpus
