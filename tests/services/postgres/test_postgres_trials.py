"""The database of a run of `earnest check`: gone with it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from processes import GONE, is_gone, processes_of

from earnest.services.postgres.address import Address
from earnest.services.postgres.build import find_builds
from earnest.services.postgres.cluster import PORT, USER
from earnest.services.postgres.connection import connect
from earnest.services.postgres.keeper import join
from earnest.services.postgres.places import places_of

pytestmark = pytest.mark.slow


@pytest.fixture
def places_for(private):
    """A function: the places of a project's server."""
    return lambda root: places_of(root, next(find_builds()))


def command(root):
    return [sys.executable, "-m", "earnest", "check", str(root), "--fresh"]


def databases(places):
    with connect(Address.on_socket(places.sockets, USER, PORT).on("postgres")) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE datname ~ '^earnest_'").fetchall()
    return sorted(name for (name,) in rows)


def test_a_run_leaves_nothing_but_its_template(copied, environment, places_for):
    """
    REAL BUG THIS CATCHES: each changed model leaves a template, each trial that was ended a database: the disk fills.
    """
    root = copied("trap_postgres")
    outcome = subprocess.run(command(root), env=environment, capture_output=True, text=True, timeout=200, check=False)
    assert outcome.returncode in (0, 1), outcome.stdout + outcome.stderr
    places = places_for(root)
    use = join(places, next(find_builds()))
    try:
        assert [name.rpartition("_")[0] for name in databases(places)] == ["earnest_template"]
    finally:
        use.release()


def test_a_killed_run_leaves_no_server(copied, environment, places_for):
    """
    REAL BUG THIS CATCHES: `kill -9` in the middle of the trials, and servers pile up.
    """
    root = copied("trap_postgres")
    places = places_for(root)
    run = subprocess.Popen(command(root), env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for line in run.stdout:
        if "changes to try" in line:
            break
    assert processes_of(places), "the run was to have a server by now"
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    assert is_gone(places)


def test_a_run_does_not_end_the_server_of_others(copied, environment, places_for):
    """
    REAL BUG THIS CATCHES: the run ends all processes that it started, and the server under somebody's tests with them.
    """
    root = copied("trap_postgres")
    places = places_for(root)
    run = subprocess.Popen(command(root), env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for line in run.stdout:
        if "changes to try" in line:
            break
    use = join(places, next(find_builds()))
    try:
        assert not use.started
        run.communicate()
        assert run.returncode in (0, 1)
        end = time.monotonic() + GONE / 2
        while time.monotonic() < end:
            assert databases(places)
    finally:
        use.release()
    assert is_gone(places)
