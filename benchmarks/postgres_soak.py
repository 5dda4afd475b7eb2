"""Does anything collide or stay behind? Again and again two `pytest -n 4` in one project, at the same time, on one server.

    python benchmarks/postgres_soak.py --rounds 50
    python benchmarks/postgres_soak.py --rounds 50 --kill

With --kill one of the two runs is ended by SIGKILL at a random moment; the other one must not notice. Behind each round the
server holds nothing but templates, and a little later there is neither a process nor a directory of it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from subjects import RESULTS, machine, packages, revision, write

from earnest.services.postgres.address import Address
from earnest.services.postgres.build import find_builds
from earnest.services.postgres.cluster import PORT, USER
from earnest.services.postgres.connection import connect
from earnest.services.postgres.keeper import join
from earnest.services.postgres.places import places_of

PATIENCE = 30.0
"""Seconds for what should be gone after two, on a machine under load."""
HOME_FILES = {"data", "keeper", "mutex", "project", "server.log", "users"}
SETTINGS = '[tool.earnest.database]\nschema = "sql:schema.sql"\n'
SCHEMA = "CREATE TABLE things (id serial PRIMARY KEY, name text UNIQUE NOT NULL);\n"
TESTS = """
import psycopg
import pytest
from sqlalchemy import text

COUNT = "SELECT count(*) FROM things"


@pytest.mark.parametrize("number", range(24))
def test_rows_of_nobody_else(db_session, database_url, number):
    assert db_session.scalar(text(COUNT)) == 0
    db_session.execute(text("INSERT INTO things (name) VALUES ('the only one')"))
    db_session.commit()
    with psycopg.connect(database_url.dsn) as another:
        assert another.execute(COUNT).fetchone() == (1,)


@pytest.mark.parametrize("number", range(8))
def test_a_database_of_its_own(committing_database, number):
    with psycopg.connect(committing_database.dsn) as connection:
        connection.execute("INSERT INTO things (name) VALUES ('the only one')")
        assert connection.execute(COUNT).fetchone() == (1,)


@pytest.mark.database("cluster")
def test_a_server_of_its_own(db_session):
    db_session.execute(text("CREATE ROLE guest"))
    db_session.commit()
"""
GREEN = "33 passed"


@dataclass(frozen=True)
class Round:
    """What one round has shown."""

    seconds: float
    killed_after: float | None
    faults: tuple[str, ...]


class Soak:
    """One project with a cache and a directory for sockets of its own."""

    def __init__(self, where: Path) -> None:
        self.project, self.sockets, self._cache = where / "project", where / "run", where / "cache"
        for directory in (self.project, self.sockets, self._cache):
            directory.mkdir()
        for name, text in {"pyproject.toml": SETTINGS, "schema.sql": SCHEMA, "test_it.py": TESTS}.items():
            (self.project / name).write_text(text)
        os.environ.update(XDG_CACHE_HOME=str(self._cache), TMPDIR=str(self.sockets), PYTHONDONTWRITEBYTECODE="1")
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        for name in ("TEST_DATABASE_URL", "XDG_RUNTIME_DIR"):
            os.environ.pop(name, None)
        tempfile.tempdir = None  # it may have been asked for before
        self.build = next(find_builds())
        self._places = places_of(self.project, self.build)

    def start(self, mark: str, *arguments: str) -> subprocess.Popen[str]:
        """One run of pytest; `mark` finds its processes again."""
        plugins = ["-pxdist.plugin", "-pearnest.pytest_plugin", "-pno:cacheprovider"]
        command = [sys.executable, "-m", "pytest", "-q", *plugins, *arguments]
        return subprocess.Popen(
            command, cwd=self.project, env=os.environ | {"EARNEST_SOAK": mark}, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def calm_round(self) -> Iterator[str]:
        """Two runs; yields what is wrong."""
        for run in [self.start(mark, "-n", "4") for mark in ("first", "second")]:
            yield from judged(run)
        yield from self.databases_left()

    def killed_round(self, delay: float) -> Iterator[str]:
        """Two runs, of which one is killed; yields what is wrong. A run after it finds nothing of the killed one."""
        victim, witness = self.start("victim", "-n", "4"), self.start("witness", "-n", "4")
        time.sleep(delay)
        os.kill(victim.pid, signal.SIGKILL)
        victim.wait()
        yield from judged(witness)
        if not comes_true(lambda: not set(marked("EARNEST_SOAK=victim")) - self.family_of_server()):
            yield f"processes of the killed run: {marked('EARNEST_SOAK=victim')}"
        yield from judged(self.start("third", "-k", "nobody_else and 7"), "passed")
        yield from self.databases_left()

    def databases_left(self) -> Iterator[str]:
        """Names of databases that are neither PostgreSQL's nor templates."""
        use = join(self._places, self.build)
        try:
            with connect(Address.on_socket(use.sockets, USER, PORT).on("postgres")) as connection:
                rows = connection.execute("SELECT datname FROM pg_database WHERE datname ~ '^earnest_'").fetchall()
        finally:
            use.release()
        yield from (f"database {name}" for (name,) in rows if not name.startswith("earnest_template_"))

    def family_of_server(self) -> set[int]:
        """The keepers and the server's processes, which outlive the run that started them."""
        keepers = {int(text) for path in self._cache.rglob("keeper") if (text := path.read_text().strip())}
        found, grown = keepers, True
        while grown:
            children = {pid for pid in marked("EARNEST_SOAK=") if parent(pid) in found}
            grown = not children <= found
            found = found | children
        return found

    def left_behind(self) -> list[str]:
        """Processes and files that should be gone when nobody uses the server."""
        processes = [f"process {pid}: {command(pid)}" for pid in marked(f"XDG_CACHE_HOME={self._cache}")]
        files = [f"directory {path.name}" for path in self.sockets.glob("earnest-*")]
        for home in next(self._cache.rglob("initial-*")).parent.iterdir():
            if home != self._places.initial and home != self._places.home:
                files.append(f"in the cache: {home.name}")
        files += [f"in the server's home: {name}" for name in set(os.listdir(self._places.home)) - HOME_FILES]
        return processes + files

    def play(self, delay: float | None) -> Round:
        """One round, and the wait for the end of the server."""
        begun = time.monotonic()
        faults = list(self.calm_round() if delay is None else self.killed_round(delay))
        seconds = time.monotonic() - begun
        if not comes_true(lambda: not self.left_behind()):
            faults += self.left_behind()
        return Round(seconds, delay, tuple(faults))


def judged(run: subprocess.Popen[str], wanted: str = GREEN) -> Iterator[str]:
    """Waits for a run, and yields its output unless it is green."""
    told, _ = run.communicate()
    if run.returncode or wanted not in told:
        yield f"{run.args[-1]} ended with {run.returncode}: {told[-3000:]}"


def comes_true(condition: Callable[[], bool]) -> bool:
    """Whether it does in time."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def marked(setting: str) -> list[int]:
    """The other processes that began with this in their environment."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                if setting.encode() in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue  # it has ended, or is another user's
    return found


def parent(pid: int) -> int:
    """Of this process; 0 when it has ended."""
    try:
        return int(re.findall(r"PPid:\t(\d+)", Path(f"/proc/{pid}/status").read_text())[0])
    except OSError:
        return 0


def command(pid: int) -> str:
    """Its command line, for a person."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:200]
    except OSError:
        return "ended"


@contextmanager
def workshop() -> Iterator[Path]:
    """A directory with a short path, as sockets need."""
    directory = Path(tempfile.mkdtemp(prefix="soak", dir="/tmp"))
    yield directory
    shutil.rmtree(directory)


def main() -> None:
    """Plays the rounds, prints and keeps what they have shown; ends with 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--kill", action="store_true", help="end one of the two runs at a random moment")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--longest", type=float, default=8.0, help="seconds after which a run is killed at the latest")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    moments, described, played = random.Random(options.seed), machine(), []
    with workshop() as directory:
        soak = Soak(directory)
        for number in range(options.rounds):
            delay = round(moments.uniform(0.2, options.longest), 3) if options.kill else None
            played.append(soak.play(delay))
            print(number, f"{played[-1].seconds:.1f} s", delay or "", *played[-1].faults or ["clean"], flush=True)
    kept = RESULTS / "postgres-soak.json"
    values = json.loads(kept.read_text()) if kept.exists() else {}
    values["killed" if options.kill else "calm"] = {
        "machine": described,
        "earnest": revision(),
        "packages": packages(Path(sys.executable)),
        "server": f"PostgreSQL {soak.build.major}, {soak.build.origin}",
        "rounds": len(played),
        "seed": options.seed if options.kill else None,
        "clean": sum(not one.faults for one in played),
        "seconds": [round(one.seconds, 1) for one in played],
        "killed_after": [one.killed_after for one in played if one.killed_after is not None],
        "faults": [fault for one in played for fault in one.faults],
    }
    write("postgres-soak", {name: value for name, value in values.items() if name != "date"})
    sys.exit(any(one.faults for one in played))


if __name__ == "__main__":
    main()
