"""Where a database must be had as well: no privilege, strange paths, nothing writable but what is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import namespaces
import pytest
from processes import comes_true

pytestmark = pytest.mark.slow
IS_ROOT = os.geteuid() == 0
SOURCES = Path(__file__).parents[3] / "src"
ONLY_ROOT = pytest.mark.skipif(not IS_ROOT or not namespaces.LIMIT.exists(), reason="only root on Linux can arrange it")
SUITE = """
import os
from sqlalchemy import text

def test_a_session(db_session):
    db_session.execute(text("CREATE TABLE things AS SELECT * FROM generate_series(1, 1000) AS number"))
    db_session.commit()
    assert db_session.scalar(text("SELECT count(*) FROM things")) == 1000
    print("account:", os.geteuid())

def test_parallel_workers(db_session):
    for name in ("parallel_setup_cost", "parallel_tuple_cost", "min_parallel_table_scan_size"):
        db_session.execute(text(f"SET LOCAL {name} = 0"))
    db_session.execute(text("CREATE TABLE others AS SELECT * FROM generate_series(1, 1000) AS number"))
    plan = db_session.scalars(text("EXPLAIN (ANALYZE) SELECT count(*) FROM others")).all()
    assert any("Workers Launched: 2" in line for line in plan), plan
"""


THREADED = """
import threading
import pytest

@pytest.fixture(scope="session", autouse=True)
def busy():
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    yield
    end.set()
    thread.join()

@pytest.mark.database("cluster")
def test_a_server(busy, db_session):
    pass

def test_another(busy, db_session):
    pass
"""


def write_suite(root):
    (root / "test_it.py").write_text(SUITE)
    (root / "pyproject.toml").touch()


@pytest.fixture
def run_suite(environment, open_directory, tmp_path):
    """A function: the outcome of pytest in a project at this path, below pytest's own directory."""

    def run(*surrounding, path="project", **variables):
        root = tmp_path / path
        if not root.exists():
            root.mkdir(parents=True)
            write_suite(root)
        before = [sys.executable, namespaces.__file__, *surrounding] if surrounding else []
        places = {"TMPDIR": str(open_directory), "XDG_RUNTIME_DIR": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        given = environment | places | variables
        return subprocess.run(
            [*before, sys.executable, "-m", "pytest", "-pearnest.pytest_plugin", "-pno:cacheprovider", "-q", "-s"],
            cwd=root,
            env={name: value for name, value in given.items() if value is not None},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    yield run
    assert comes_true(lambda: not any(open_directory.glob("earnest-[0-9]*"))), "a server is left"


@pytest.fixture
def run_unprivileged(run_suite, open_directory, tmp_path):
    """A function: the same as nobody, where the tests themselves are root's."""
    if not IS_ROOT:
        return run_suite
    if not namespaces.LIMIT.exists():
        pytest.skip("only Linux lets root make an open way to its interpreter")
    open_directory.chmod(0o1777)
    needed = [SOURCES, Path(namespaces.__file__).parent, tmp_path / "project"]
    return partial(run_suite, f"unprivileged={os.pathsep.join(map(str, needed))}")


def assert_passed(outcome):
    assert "2 passed" in outcome.stdout, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    "path",
    [
        "mit Leerzeichen/und Ümläuten 日本語",
        "quotes ' and \" and % and $HOME",
        "/".join(["sehr lang " * 20] * 4),
    ],
    ids=["unicode", "quotes", "long"],
)
def test_a_project_at_a_strange_path(run_suite, path):
    """
    REAL BUG THIS CATCHES: a path that goes through a URL, a shell or a socket's name, and comes out as another one.
    """
    assert_passed(run_suite(path=path))


@pytest.mark.parametrize("path", ["mit Leerzeichen 日本語 ' \" %", "/".join(["x" * 200] * 2)], ids=["unicode", "long"])
def test_a_cache_at_a_strange_path(run_suite, tmp_path, path):
    """
    REAL BUG THIS CATCHES: the home directory of a user whose name is not ASCII: initdb gets the wrong one.
    """
    assert_passed(run_suite(XDG_CACHE_HOME=str(tmp_path / path)))


def test_a_cache_whose_path_is_too_long_for_postgresql(run_suite, tmp_path):
    """
    REAL BUG THIS CATCHES: "ended at once: no output" where PostgreSQL's own limit of 1023 bytes is the reason.
    """
    outcome = run_suite(XDG_CACHE_HOME=str(tmp_path / "/".join(["x" * 200] * 6)))
    assert_passed(outcome)


def test_a_temporary_directory_whose_path_is_too_long_for_a_socket(run_suite, tmp_path):
    """
    REAL BUG THIS CATCHES: macOS and CI systems set TMPDIR to a path that has no room left for the socket's name.
    """
    long = tmp_path / ("y" * 120)
    long.mkdir()
    assert_passed(run_suite(TMPDIR=str(long)))


def test_a_user_without_any_privilege(run_unprivileged, open_directory):
    """
    REAL BUG THIS CATCHES: all of us develop as root in containers, and nobody sees that users get no server.
    """
    outcome = run_unprivileged(XDG_CACHE_HOME=str(open_directory / "cache"))
    assert_passed(outcome)
    assert "account: 0" not in outcome.stdout


@pytest.mark.parametrize("home", [None, "", "/nonexistent", "/proc", "relative"])
def test_no_home_to_write_to(run_unprivileged, open_directory, home):
    """
    REAL BUG THIS CATCHES: services and CI jobs have no HOME, or that of somebody else; `~` is then a directory's name.
    """
    if home is None and not IS_ROOT:
        pytest.skip("without HOME it is the account's own home: only nobody has none")
    assert_passed(run_unprivileged(XDG_CACHE_HOME=None, HOME=home))
    assert list(open_directory.glob("earnest-cache-*"))


def test_root_makes_no_home(run_suite, open_directory, tmp_path):
    """
    REAL BUG THIS CATCHES: HOME=/nonexistent, as for service accounts, becomes a directory at the top of the file system.
    """
    assert_passed(run_suite(XDG_CACHE_HOME=None, HOME=str(tmp_path / "absent")))
    assert list(open_directory.glob("earnest-cache-*"))
    assert not (tmp_path / "absent").exists()


def test_a_project_that_cannot_be_written_to(run_suite, tmp_path):
    """
    REAL BUG THIS CATCHES: the sources are mounted read-only, as CI systems do, and the data was to lie beside them.
    """
    root = tmp_path / "project"
    root.mkdir()
    write_suite(root)
    before = sorted(root.iterdir())
    if IS_ROOT:  # whom modes do not stop
        assert_passed(run_suite(f"read-only={root}"))
    else:
        root.chmod(0o555)
        assert_passed(run_suite())
    assert sorted(root.iterdir()) == before


@ONLY_ROOT
def test_no_shared_memory_to_be_had(run_suite):
    """
    REAL BUG THIS CATCHES: /dev/shm has 64 MB in a container; parallel queries fail with "No space left on device".
    """
    assert_passed(run_suite("full-shared-memory"))


def test_a_suite_with_threads(run_suite, tmp_path):
    """
    REAL BUG THIS CATCHES: each run warns of our forks, from Python 3.12 on, as if the user's tests had made them.
    """
    root = tmp_path / "project"
    root.mkdir()
    (root / "test_it.py").write_text(THREADED)
    (root / "pyproject.toml").touch()
    outcome = run_suite(XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert_passed(outcome)
    assert "warning" not in outcome.stdout, outcome.stdout
