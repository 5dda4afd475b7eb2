"""What every test may ask for: a throw-away copy of one of the tiny projects in tests/trees, and the real command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TREES = Path(__file__).parent / "trees"
SOURCES = Path(__file__).parents[1] / "src"
DROPPED = {"NO_COLOR", "FORCE_COLOR", "EARNEST_DEBUG", "PYTEST_ADDOPTS", "TERM"}


@pytest.fixture
def tree(tmp_path):
    """A function that copies tests/trees/NAME below tmp_path and returns the copy. The original is never run."""

    def copy(name: str) -> Path:
        return Path(
            shutil.copytree(TREES / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", ".earnest"))
        )

    return copy


@pytest.fixture(scope="session")
def clean_environment(tmp_path_factory):
    """No colour settings, no cache of whoever runs the tests, 80 columns."""
    kept = {name: value for name, value in os.environ.items() if name not in DROPPED}
    cache = tmp_path_factory.mktemp("cache")
    return kept | {"PYTHONPATH": str(SOURCES), "XDG_CACHE_HOME": str(cache), "COLUMNS": "80"}


@pytest.fixture(scope="session")
def earnest_in(clean_environment):
    """A function that runs `earnest` in a directory with these arguments and waits for it."""

    def run(directory, *arguments, **variables):
        return subprocess.run(
            [sys.executable, "-m", "earnest", *map(str, arguments)],
            cwd=directory,
            env=clean_environment | variables,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run
