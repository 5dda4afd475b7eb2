"""The real command, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "src"
DROPPED = {"NO_COLOR", "FORCE_COLOR", "EARNEST_DEBUG", "PYTEST_ADDOPTS", "TERM"}


@pytest.fixture(scope="session")
def clean_environment(tmp_path_factory):
    """No colour settings, no cache of whoever runs the tests, 80 columns."""
    kept = {name: value for name, value in os.environ.items() if name not in DROPPED}
    cache = tmp_path_factory.mktemp("cache")
    return kept | {"PYTHONPATH": str(SOURCES), "XDG_CACHE_HOME": str(cache), "COLUMNS": "80"}


@pytest.fixture
def environment(clean_environment):
    """A copy, to be changed at will."""
    return dict(clean_environment)


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


@pytest.fixture
def earnest(earnest_in, tmp_path):
    """The same in an empty directory."""

    def run(*arguments, **variables):
        return earnest_in(tmp_path, *arguments, **variables)

    return run


@pytest.fixture
def script(environment, tmp_path):
    """A function that runs Python code which may break things first and then call the command."""

    def run(code):
        return subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run
