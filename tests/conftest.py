"""What every test may ask for: a throw-away copy of one of the tiny projects in tests/trees."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

TREES = Path(__file__).parent / "trees"


@pytest.fixture
def tree(tmp_path):
    """A function that copies tests/trees/NAME below tmp_path and returns the copy. The original is never run."""

    def copy(name: str) -> Path:
        return Path(
            shutil.copytree(TREES / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", ".earnest"))
        )

    return copy
