"""What tests see is what a plainly committed database shows, in every order and on every worker."""

from __future__ import annotations

import re

import pytest
from processes import comes_true

pytestmark = pytest.mark.slow


def counts(outcome):
    """passed, failed and the like, of pytest's closing line."""
    return {
        word: int(number)
        for number, word in re.findall(r"(\d+) (passed|failed|errors?|skipped|warnings?)", outcome.stdout)
    }


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
def test_every_behaviour_shows_itself_twice(copied, run_pytest, open_directory, arguments, plugins):
    """
    REAL BUG THIS CATCHES: a fixture that rolls back instead of committing: deferred constraints, NOTIFY, second
    connections, threads and subprocesses behave as they never will in production. And: a directory is left in TMPDIR for
    each server that a test of its own has killed.
    """
    loaded, places = ("pytest_asyncio.plugin", *plugins), {"TMPDIR": str(open_directory), "XDG_RUNTIME_DIR": ""}
    outcome = run_pytest(copied("postgres_fidelity"), "-q", *arguments, plugins=loaded, **places)
    assert counts(outcome) == {"passed": 172}, outcome.stdout[-4000:] + outcome.stderr[-2000:]
    assert comes_true(lambda: not list(open_directory.glob("earnest-*"))), list(open_directory.glob("earnest-*"))
