"""Real servers in caches of the tests' own."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from earnest.services.postgres.build import find_builds
from earnest.services.postgres.keeper import join
from earnest.services.postgres.places import places_of


@pytest.fixture
def server(private, tmp_path):
    """A running server of this test's own: its places and its share in it."""
    build = next(find_builds())
    places = places_of(tmp_path, build)
    use = join(places, build)
    yield places
    use.release()


@pytest.fixture
def open_directory():
    """A directory with a short path that every account gets through; pytest's own are neither."""
    directory = Path(tempfile.mkdtemp(prefix="earnest", dir="/var/tmp"))
    directory.chmod(0o711)
    yield directory
    shutil.rmtree(directory)
