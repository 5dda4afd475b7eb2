"""The real command with a mark that everything it starts inherits, so that nothing can hide that it left behind."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "src"
TREES = Path(__file__).parents[1] / "trees"
DROPPED = {"NO_COLOR", "FORCE_COLOR", "EARNEST_DEBUG", "PYTEST_ADDOPTS", "TERM"}
PATIENCE = 240.0
"""Seconds after which a command that should have ended is ended: a guard against a hang, never a measure of speed."""
CROWD = 1500
"""Processes at once beyond which a test ends them all itself: Earnest's own limit is 200 for a trial."""

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # As in a shell's background job: every process started here would ignore Ctrl-C as well.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def eventually(condition, seconds):
    """Whether the condition came true within this time; looked at forty times a second."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= end:
            return False
        threading.Event().wait(0.025)
    return True


class Command:
    """`earnest` in a project, with temporary files, a cache and a mark of its own."""

    def __init__(self, root, *, prelude=("-m",)):
        """`prelude` are Python's own arguments."""
        self.root = root
        self.prelude = prelude
        self.mark = f"EARNEST_TEST_MARK={uuid.uuid4()}"
        self.temporary = root.parent / f"{root.name}-tmp"
        self.document = root.parent / f"{root.name}.json"
        self.temporary.mkdir()
        self.sources = self.digests()
        self.most = 0
        self.peak = 0
        self.process = None
        self.output = self.errors = ""

    def start(self, *arguments):
        """Starts it and does not wait."""
        places = (self.root.parent / "output", self.root.parent / "errors")
        with places[0].open("w") as output, places[1].open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, *self.prelude, "earnest", *map(str, arguments)],
                cwd=self.root,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                start_new_session=True,
            )
        return self

    def _environment(self):
        kept = {name: text for name, text in os.environ.items() if name not in DROPPED}
        name, _, value = self.mark.partition("=")
        own = {"PYTHONPATH": str(SOURCES), "TMPDIR": str(self.temporary), "COLUMNS": "80"}
        return kept | own | {name: value, "XDG_CACHE_HOME": str(self.root.parent / "cache")}

    def check(self, *arguments):
        """`earnest check` with a JSON document."""
        return self.start("check", "--json", self.document, *arguments).end()

    def wait_until(self, condition):
        """Waits for something that can be seen from outside, while the command runs."""
        assert eventually(lambda: self._has_ended() or condition(), PATIENCE)
        assert self.process.returncode is None, "the command ended before that"

    def end(self):
        """Waits for its end, and counts what it has running meanwhile."""
        assert eventually(self._has_ended, PATIENCE), "the command does not end"
        self.output = (self.root.parent / "output").read_text()
        self.errors = (self.root.parent / "errors").read_text()
        return self

    def _has_ended(self):
        processes = self.processes()
        self.most = max(self.most, len(processes))
        if len(processes) > CROWD:
            self.end_all()
        if self.process.returncode is None:
            pid, status, usage = os.wait4(self.process.pid, os.WNOHANG)
            if not pid:
                return False
            self.process.returncode = os.waitstatus_to_exitcode(status)
            self.peak = usage.ru_maxrss * 1024
        return True

    @property
    def code(self):
        """The exit code."""
        return self.process.returncode

    def json(self):
        """The document of the last check."""
        return json.loads(self.document.read_text())

    def processes(self):
        """The ids of all living processes that carry the mark, wherever they have gone to."""
        return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if self._is_marked(pid)]

    def _is_marked(self, pid):
        try:
            return self.mark.encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        except OSError:  # it has just ended, or is somebody else's
            return False

    def end_all(self):
        """Kills what carries the mark, so that a failing test leaves nothing behind either."""
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)

    def digests(self):
        """Path -> digest of every file of the project, without what Earnest keeps for itself."""
        own = self.root / ".earnest"
        files = [path for path in self.root.rglob("*") if path.is_file() and own not in path.parents]
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def answers(self):
        """Key -> row number of every verdict in the evidence store; writing one again would give it another number."""
        store = self.root / ".earnest" / "evidence.sqlite"
        if not store.exists():
            return {}
        connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=10)
        try:
            return dict(connection.execute("SELECT key, rowid FROM trials"))
        except sqlite3.OperationalError:  # the tables are being made
            return {}
        finally:
            connection.close()

    def assert_nothing_is_left(self, *, within=0.0):
        """No process, no temporary file, no source that differs."""
        assert eventually(lambda: not self.processes(), within), self.processes()
        assert eventually(lambda: not list(self.temporary.iterdir()), within), list(self.temporary.iterdir())
        assert self.digests() == self.sources


@pytest.fixture(scope="session")
def command():
    """A function that prepares the command for a project; whatever it started is ended with the tests."""
    made = []

    def prepare(root, **options):
        made.append(Command(root, **options))
        return made[-1]

    yield prepare
    for each in made:
        each.end_all()


@pytest.fixture(scope="session")
def copied():
    """A function that copies tests/trees/NAME below a directory, for fixtures that live longer than a test."""

    def copy(name, directory):
        ignored = shutil.ignore_patterns("__pycache__", ".earnest")
        return Path(shutil.copytree(TREES / name, directory / name, ignore=ignored))

    return copy


def changed_line(diff):
    """The lines that a diff takes away and brings, without margins."""
    rows = [row for row in diff.splitlines() if not row.startswith(("---", "+++"))]
    return tuple(" ".join(row[1:].strip() for row in rows if row.startswith(sign)) for sign in "-+")


@pytest.fixture(scope="session")
def verdicts():
    """A function: document -> qualified name, line before, line after -> the entry of that change."""

    def table(document):
        return {(change["qualname"], *changed_line(change["diff"])): change for change in document["changes"]}

    return table
