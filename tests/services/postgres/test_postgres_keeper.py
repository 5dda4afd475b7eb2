"""The embedded server: shared, private, and gone when its last user is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from processes import GONE, comes_true, is_gone, processes_of

from earnest.services.postgres.address import Address
from earnest.services.postgres.build import find_builds
from earnest.services.postgres.cluster import PORT, USER
from earnest.services.postgres.connection import connect
from earnest.services.postgres.keeper import is_kept, join
from earnest.services.postgres.places import places_of, temporary_places

pytestmark = pytest.mark.slow

USER_OF_A_SERVER = """
import sys, time
from pathlib import Path
from earnest.services.postgres.build import find_builds
from earnest.services.postgres.keeper import join
from earnest.services.postgres.places import places_of
build = next(find_builds())
use = join(places_of(Path(sys.argv[1]), build), build)
print(use.started, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def user(environment, tmp_path):
    """A function: another process that uses the server of this test's project, once it says so."""
    started = []

    def start():
        process = subprocess.Popen(
            [sys.executable, "-c", USER_OF_A_SERVER, tmp_path],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        process.told = process.stdout.readline().strip()
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def places(private, tmp_path):
    """Where the server of this test's project is."""
    return places_of(tmp_path, next(find_builds()))


def ask(places, query):
    with connect(Address.on_socket(places.sockets, USER, PORT).on("postgres")) as connection:
        return connection.execute(query).fetchone()[0]


def test_two_processes_share_one_server(user, places):
    """
    REAL BUG THIS CATCHES: the second run starts a server on the same data, which destroys it.
    """
    first, second = user(), user()
    assert (first.told, second.told) == ("True", "False")
    assert len(processes_of(places)) == 1
    assert ask(places, "SELECT 1") == 1


def test_it_stays_until_the_last_user_goes(user, places):
    """
    REAL BUG THIS CATCHES: the server ends with the process that started it, under the tests of all others.
    """
    first, second = user(), user()
    first.communicate("")
    ended = time.monotonic() + 3
    while time.monotonic() < ended:
        assert ask(places, "SELECT 1") == 1
    second.communicate("")
    assert is_gone(places)


def test_it_ends_when_its_users_are_killed(user, places):
    """
    REAL BUG THIS CATCHES: `kill -9` of a test run leaves a server behind, one more each time.
    """
    for process in (user(), user()):
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert is_gone(places)


def test_it_ends_when_its_keeper_is_killed(user, places):
    """
    REAL BUG THIS CATCHES: the process that watches is killed, and nobody ends the server.
    """
    process = user()
    os.kill(int(places.keeper.read_text()), signal.SIGKILL)
    end = time.monotonic() + GONE
    while processes_of(places) and time.monotonic() < end:
        os.sched_yield()
    assert not processes_of(places)
    process.communicate("")


def test_after_the_keepers_death_it_starts_again(user, places):
    """
    REAL BUG THIS CATCHES: the lock file of a dead server keeps every later run from starting one.
    """
    user()
    os.kill(processes_of(places)[0], signal.SIGKILL)
    end = time.monotonic() + GONE
    while (processes_of(places) or is_kept(places)) and time.monotonic() < end:
        os.sched_yield()
    assert user().told == "True"
    assert ask(places, "SELECT 1") == 1


def test_a_run_soon_after_finds_it_warm(user, places):
    """
    REAL BUG THIS CATCHES: each trial of a mutation run starts and stops the server.
    """
    user().communicate("")
    use = join(places, next(find_builds()))  # here, since a machine under load takes seconds to start an interpreter
    use.release()
    assert not use.started


def test_nobody_else_can_reach_it(server):
    """
    REAL BUG THIS CATCHES: an open TCP port with a superuser without a password, on a shared machine.
    """
    assert ask(server, "SHOW listen_addresses") == ""
    assert server.sockets.stat().st_mode & 0o077 == 0
    assert server.home.stat().st_mode & 0o077 == 0


def test_it_survives_what_the_killed_one_left(private, tmp_path):
    """
    REAL BUG THIS CATCHES: a half-copied data directory of a killed run is taken for a whole one.
    """
    build = next(find_builds())
    places = places_of(tmp_path, build)
    (places.data / "base").mkdir(parents=True)
    (places.home / "data.4194304").mkdir()
    use = join(places, build)
    try:
        assert ask(places, "SELECT 1") == 1
        assert not list(places.home.glob("data.*"))
    finally:
        use.release()


def test_a_project_with_a_long_and_strange_path(private, tmp_path):
    """
    REAL BUG THIS CATCHES: a socket below the project, whose path is longer than the system allows.
    """
    build = next(find_builds())
    root = tmp_path / ("sehr lang und voller Räume " * 6).strip()
    use = join(places_of(root, build), build)
    try:
        assert ask(places_of(root, build), "SELECT 1") == 1
    finally:
        use.release()


def test_the_next_server_removes_what_a_killed_keeper_left(private, tmp_path):
    """
    REAL BUG THIS CATCHES: each killed keeper of a test's own server leaves 40 MB that nobody will ever ask for again.
    """
    build = next(find_builds())
    left, young = temporary_places(build, "left"), temporary_places(build, "young")
    use = join(left, build, temporary=True)
    os.kill(use.keeper, signal.SIGKILL)
    assert comes_true(lambda: not (processes_of(left) or is_kept(left)))
    use.release()
    assert left.sockets.exists(), "the test is to see it go"
    an_hour_ago = time.time() - 3600
    os.utime(left.home, (an_hour_ago, an_hour_ago))
    young.home.mkdir()
    places = places_of(tmp_path, build)
    join(places, build).release()
    assert not left.home.exists()
    assert not left.sockets.exists()
    assert young.home.exists(), "its server may be about to start"
    young.home.rmdir()
    assert is_gone(places)
