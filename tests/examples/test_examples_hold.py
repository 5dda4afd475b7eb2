"""The example applications do what their READMEs say of them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/pyproject.toml"))


@pytest.fixture(params=NAMES)
def example(request, tmp_path):
    """A copy of each example."""
    left_out = shutil.ignore_patterns("__pycache__", ".*_cache", ".earnest", ".hypothesis")
    return Path(shutil.copytree(EXAMPLES / request.param, tmp_path / request.param, ignore=left_out))


def test_the_suite_of_an_example_passes_in_any_order_on_two_workers(example, clean_environment):
    """
    REAL BUG THIS CATCHES: a change to a fixture breaks the suites that show how fixtures are used, or lets the databases of two
    workers meet; or a newer version of a framework does.
    """
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2"],
        cwd=example,
        env=clean_environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout[-5000:] + outcome.stderr[-2000:]
    assert " passed in " in outcome.stdout


def test_the_review_finds_nothing_in_an_example(example, earnest_in):
    """
    REAL BUG THIS CATCHES: a new rule accuses a suite that was written to be good; or an example shows what the manual forbids.
    """
    outcome = earnest_in(example, "review", ".")
    assert outcome.returncode == 0, outcome.stdout
    assert outcome.stdout.startswith("No findings in ")
