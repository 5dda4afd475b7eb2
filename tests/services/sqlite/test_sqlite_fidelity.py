"""What tests see is what a plainly committed file shows, in every order and on every worker; nothing is left behind."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def passed(outcome):
    """How many tests passed, or nothing where anything else happened."""
    told = re.search(r"(?m)^(\d+) passed in", outcome.stdout)
    return int(told[1]) if told else outcome.stdout[-4000:] + outcome.stderr[-2000:]


def left_behind():
    return [path for base in ("/dev/shm", tempfile.gettempdir()) for path in Path(base).glob("earnest-sqlite-*")]


@pytest.mark.parametrize(
    ("arguments", "plugins"),
    [
        ([], ()),
        (["-n", "2"], ("xdist.plugin",)),
        (["--randomly-seed", "7"], ("pytest_randomly",)),
        (["--randomly-seed", "23", "-n", "2"], ("xdist", "pytest_randomly")),
    ],
    ids=["in order", "on two workers", "shuffled", "shuffled on two workers"],
)
def test_every_behaviour_shows_itself_twice(copied, run_pytest, arguments, plugins):
    """
    REAL BUG THIS CATCHES: a rollback that SQLite's driver makes a commit of: rows, tables and savepoints of one test are in
    the next one, but only in some orders.
    """
    outcome = run_pytest(copied("sqlite_fidelity"), "-q", *arguments, plugins=("pytest_asyncio.plugin", *plugins))
    assert passed(outcome) == 146


def test_the_behaviours_are_the_same_in_wal_mode(copied, run_pytest):
    """
    REAL BUG THIS CATCHES: a project in WAL mode, whose changes are in another file than the one that is looked at.
    """
    root = copied("sqlite_fidelity")
    (root / "wal.py").write_text(
        "import sqlite3\nfrom shop import Base\nfrom sqlalchemy import create_engine\n\n\n"
        "def build(url):\n    engine = create_engine(url)\n    Base.metadata.create_all(engine)\n    engine.dispose()\n"
        "    connection = sqlite3.connect(url.removeprefix('sqlite:///'))\n"
        "    connection.execute('PRAGMA journal_mode = wal')\n    connection.close()\n"
    )
    file = root / "pyproject.toml"
    file.write_text(file.read_text().replace("shop:Base.metadata", "wal:build"))
    (root / "tests" / "test_mode.py").write_text(
        "def test_the_mode(other):\n    assert other.execute('PRAGMA journal_mode').fetchone() == ('wal',)\n"
    )
    assert passed(run_pytest(root, "-q")) == 148


def test_nothing_is_left_behind_and_the_terminal_says_what_was_used(copied, run_pytest):
    """
    REAL BUG THIS CATCHES: every run leaves a directory in memory, until the machine has none left.
    """
    before = left_behind()
    outcome = run_pytest(copied("sqlite_fidelity"), "tests/test_files.py")
    assert "database: SQLite 3." in outcome.stdout
    assert left_behind() == before


def test_a_killed_run_is_cleaned_up_by_the_next(copied, environment, run_pytest):
    """
    REAL BUG THIS CATCHES: `kill -9` leaves its database for ever.
    """
    root = copied("sqlite_fidelity")
    (root / "tests" / "test_kill.py").write_text(
        "import os\n\n\ndef test_of_the_kill(database_url):\n    os.kill(os.getpid(), 9)\n"
    )
    before = left_behind()
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "earnest.pytest_plugin",
        "-p",
        "no:cacheprovider",
        "tests/test_kill.py",
    ]
    killed = subprocess.run(
        command,
        cwd=root,
        env=environment
        | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "-o asyncio_mode= -o filterwarnings="},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert len(left_behind()) == len(before) + 1
    run_pytest(root, "tests/test_files.py", "-k", "bare_driver_commits")
    assert left_behind() == before


def test_a_run_of_trials_gives_each_its_own_database(copied, environment):
    """
    REAL BUG THIS CATCHES: two trials write to one file, and changes are caught because of a locked database.
    """
    root = copied("trap_postgres")
    with open(root / "pyproject.toml", "a") as file:
        file.write('server = "sqlite"\n')
    before = left_behind()
    command = [sys.executable, "-m", "earnest", "check", str(root), "--fresh", "--json", "-", "--jobs", "2"]
    outcome = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=200, check=False)
    assert outcome.returncode in (0, 1), outcome.stdout + outcome.stderr
    assert '"caught"' in outcome.stdout
    assert "locked" not in outcome.stdout
    assert left_behind() == before


def test_the_directory_of_a_database_is_closed_to_others(copied, run_pytest):
    """
    REAL BUG THIS CATCHES: customers' data in a test database that every account of the machine may read.
    """
    root = copied("sqlite_fidelity")
    (root / "tests" / "test_mode.py").write_text(
        "import os\nfrom pathlib import Path\n\n\ndef test_of_the_mode(database_url):\n"
        "    assert Path(database_url.dsn).parent.stat().st_mode & 0o777 == 0o700\n"
    )
    assert passed(run_pytest(root, "-q", "tests/test_mode.py")) == 2
