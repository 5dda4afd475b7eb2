"""`earnest services`, on servers in a cache of the tests' own."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import psycopg
import pytest

pytestmark = pytest.mark.slow


@pytest.fixture
def services(earnest_in, tmp_path):
    """A function: `earnest services ...` in a project, with a cache of this test's own. Nothing runs behind the test."""
    root = tmp_path / "project"
    root.mkdir()
    (root / "pyproject.toml").write_text('[project]\nname = "project"\nversion = "1"\n')

    def run(*arguments):
        return earnest_in(root, "services", *arguments, XDG_CACHE_HOME=str(tmp_path / "cache"))

    yield run
    run("clean", "--all")


def listed(services):
    return json.loads(services("status", "--json", "-").stdout)


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "XZ"
    except OSError:
        return False


def is_gone(pid):
    """Whether it ends within a few seconds: its lock is free a moment before."""
    end = time.monotonic() + 5
    while is_alive(pid) and time.monotonic() < end:
        os.sched_yield()
    return not is_alive(pid)


def test_a_started_server_stays_until_it_is_stopped(services, tmp_path):
    """
    REAL BUG THIS CATCHES: `start` returns, its server ends two seconds later, and nobody finds it warm.
    """
    told = services("start")
    assert told.returncode == 0, told.stderr
    assert "runs at postgresql://earnest@/postgres?host=" in told.stdout
    (server,) = listed(services)
    assert server["running"]
    assert server["project"] == os.path.realpath(tmp_path / "project")
    end = time.monotonic() + 3
    while time.monotonic() < end:
        assert is_alive(server["keeper"])
    assert services("stop").stdout == "1 server stopped.\n"
    assert is_gone(server["keeper"])
    assert [server["running"] for server in listed(services)] == [False]


def test_a_second_start_finds_the_first_ones_server(services):
    """
    REAL BUG THIS CATCHES: a server more with each start.
    """
    services("start")
    (first,) = listed(services)
    assert services("start").returncode == 0
    assert [server["keeper"] for server in listed(services)] == [first["keeper"]]
    services("stop")
    assert is_gone(first["keeper"])


def test_the_list_says_where_a_running_server_is(services):
    """
    REAL BUG THIS CATCHES: a script that wants to lead an application there has to cut the URL out of a sentence.
    """
    told = services("start").stdout
    (server,) = listed(services)
    assert f" runs at {server['url']} until " in told
    with psycopg.connect(server["url"]) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("postgres",)
    services("stop")
    assert [server["url"] for server in listed(services)] == [""]


def test_clean_stops_the_server_and_removes_its_data(services, tmp_path):
    """
    REAL BUG THIS CATCHES: the data goes from under a running server, which goes on without.
    """
    services("start")
    (server,) = listed(services)
    assert services("clean").stdout == "1 data directory removed.\n"
    assert is_gone(server["keeper"])
    assert not Path(server["directory"]).exists()
    assert listed(services) == []


def test_there_is_nothing_to_show_where_nothing_ran(services):
    """
    REAL BUG THIS CATCHES: the first look of a new user ends in a traceback, since the cache is not there yet.
    """
    told = services("status")
    assert (told.returncode, told.stdout, told.stderr) == (0, "No server of Earnest's has run here.\n", "")
    assert services("stop").stdout == "0 servers stopped.\n"


def test_without_an_action_it_shows_what_runs(services):
    """
    REAL BUG THIS CATCHES: `earnest services` alone starts or removes something, instead of looking.
    """
    services("start")
    before = listed(services)
    assert "running" in services().stdout
    assert listed(services) == before


def test_an_unknown_action_is_misuse(services):
    """
    REAL BUG THIS CATCHES: `earnest services stpo` is taken for a path, and its status is shown.
    """
    told = services("stpo")
    assert told.returncode == 2
    assert "'stpo'" in told.stderr


def test_a_version_that_is_not_here_is_named(services, tmp_path):
    """
    REAL BUG THIS CATCHES: the configuration insists on a version, and another one is started without a word.
    """
    file = tmp_path / "project" / "pyproject.toml"
    file.write_text(file.read_text() + "[tool.earnest.database]\nversion = 99\n")
    told = services("start")
    assert told.returncode == 4
    assert "The tests need PostgreSQL 99, and there are no programs of one here (found: " in told.stderr
