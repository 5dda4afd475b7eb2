"""Faults that tests bring about."""

import resource
import shutil
from contextlib import contextmanager
from unittest.mock import patch


@contextmanager
def simulate_disk_full():
    """Every file system says that it is full."""
    with patch("shutil.disk_usage", return_value=shutil._ntuple_diskusage(10, 10, 0)):
        yield


@contextmanager
def simulate_low_memory(megabytes=512):
    """At most so much more memory."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1024 * 1024, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
