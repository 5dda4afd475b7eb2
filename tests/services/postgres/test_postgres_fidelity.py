"""What tests see is what a plainly committed database shows, in every order and on every worker."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

import pytest
from processes import comes_true

pytestmark = pytest.mark.slow


def counts(outcome):
    """passed, failed and the like, of pytest's closing line."""
    return {
        word: int(number)
        for number, word in re.findall(r"(\d+) (passed|failed|errors?|skipped|warnings?)", outcome.stdout)
    }


@pytest.fixture
def sockets():
    """An empty directory with a short path, where the servers' sockets go; pytest's own have paths that are too long."""
    directory = Path(tempfile.mkdtemp(prefix="earnest", dir="/tmp"))
    yield directory
    shutil.rmtree(directory)


@pytest.mark.parametrize(
    ("arguments", "plugins"),
    [
        ([], ()),
        (["-n", "3"], ("xdist.plugin",)),
        (["--randomly-seed", "7"], ("pytest_randomly",)),
        (["--randomly-seed", "23"], ("pytest_randomly",)),
    ],
    ids=["in order", "on three workers", "shuffled", "shuffled otherwise"],
)
def test_every_behaviour_shows_itself_twice(copied, run_pytest, sockets, arguments, plugins):
    """
    REAL BUG THIS CATCHES: a fixture that rolls back instead of committing: deferred constraints, NOTIFY, second
    connections, threads and subprocesses behave as they never will in production. And: a directory is left in TMPDIR for
    each server that a test of its own has killed.
    """
    loaded, places = ("pytest_asyncio.plugin", *plugins), {"TMPDIR": str(sockets), "XDG_RUNTIME_DIR": ""}
    outcome = run_pytest(copied("postgres_fidelity"), "-q", *arguments, plugins=loaded, **places)
    assert counts(outcome) == {"passed": 168}, outcome.stdout[-4000:] + outcome.stderr[-2000:]
    assert comes_true(lambda: not list(sockets.glob("earnest-*"))), list(sockets.glob("earnest-*"))
