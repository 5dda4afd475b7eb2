"""The real command, in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.fixture
def environment(clean_environment):
    """A copy, to be changed at will."""
    return dict(clean_environment)


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
