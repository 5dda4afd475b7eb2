"""How fast are tests on a real PostgreSQL, beside pytest-postgresql on the same server programs? Rounds in turn.

    python benchmarks/postgres.py --rounds 3

Both run as an account that is not root (pytest-postgresql refuses root), in a user namespace where need be. Each suite
notes its own times, see `CLOCK`: a test's cost is the time between the ends of the first and the last test, over their
number, less the same for empty tests.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from subjects import Subject, cache, earnest_environment, machine, packages, revision, write

SUBJECT = Subject(
    "postgres", "1", import_root=".", code=".", tests=".",
    requirements=(
        "pytest-postgresql==10.0.0", "pytest-asyncio==1.5.0", "pytest-xdist==3.8.0", "psycopg[binary]==3.3.9",
        "SQLAlchemy[asyncio]==2.1.9", "asyncpg==0.32.0",
    ),
)  # fmt: skip
CLOCK = """
import json, os, time, pytest

MARKS = {"ends": []}

@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session):
    MARKS["collected"] = time.perf_counter()

@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_fixture_setup(fixturedef):
    if fixturedef.argname in ("_earnest_database", "postgresql_proc"):
        MARKS.setdefault("asked", time.perf_counter())
    return (yield)

def pytest_runtest_logfinish():
    MARKS["ends"].append(time.perf_counter())

def pytest_sessionfinish(session):
    if not hasattr(session.config, "workerinput"):
        with open(os.environ["CLOCK_FILE"], "w") as file:
            json.dump(MARKS, file)
"""
FILES = {
    "pyproject.toml": """
[tool.pytest.ini_options]
asyncio_mode = "auto"
asyncio_default_fixture_loop_scope = "function"
[tool.earnest.database]
schema = "models:Base.metadata"
""",
    "models.py": """
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(100), unique=True)
""",
    "clock.py": CLOCK,
    "test_first.py": """
import clock, psycopg, time
from models import User
def test_first(database_url):
    with psycopg.connect(database_url.dsn) as connection:
        assert connection.execute("SELECT count(*) FROM users").fetchone() == (0,)
    clock.MARKS["answered"] = time.perf_counter()
""",
    "test_first_other.py": """
import clock, time
from theirs import *
def test_first(postgresql):
    assert postgresql.execute("SELECT count(*) FROM users").fetchone() == (0,)
    clock.MARKS["answered"] = time.perf_counter()
""",
    "test_empty.py": """
import pytest
@pytest.mark.parametrize("number", range(1000))
def test_empty(number):
    pass
""",
    "test_empty_async.py": """
import pytest
@pytest.mark.parametrize("number", range(1000))
async def test_empty(number):
    pass
""",
    "test_sync.py": """
import pytest
from models import User
@pytest.mark.parametrize("number", range(1000))
def test_insert(db_session, number):
    db_session.add(User(email="ada@example.com"))
    db_session.commit()
""",
    "test_sync_rolled_back.py": """
import pytest
from models import User
@pytest.mark.database("transaction")
@pytest.mark.parametrize("number", range(1000))
def test_insert(db_session, number):
    db_session.add(User(email="ada@example.com"))
    db_session.commit()
""",
    "test_async.py": """
import pytest
from models import User
@pytest.mark.parametrize("number", range(1000))
async def test_insert(async_db_session, number):
    async_db_session.add(User(email="ada@example.com"))
    await async_db_session.commit()
""",
    "test_committing.py": """
import psycopg, pytest
@pytest.mark.parametrize("number", range(200))
def test_insert(committing_database, number):
    with psycopg.connect(committing_database.dsn) as connection:
        connection.execute("INSERT INTO users (email) VALUES ('ada@example.com')")
""",
    "theirs.py": """
import sys
from pathlib import Path
from pytest_postgresql import factories
from sqlalchemy import create_engine
from models import Base

def load(host, port, user, dbname, password, **_):
    engine = create_engine(f"postgresql+psycopg://{user}:{password or ''}@{host}:{port}/{dbname}")
    Base.metadata.create_all(engine)
    engine.dispose()

PROGRAM = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), reverse=True)))
postgresql_proc = factories.postgresql_proc(executable=str(PROGRAM), load=[load])
postgresql = factories.postgresql("postgresql_proc")
""",
    "test_other.py": """
import pytest
from models import User
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool
from theirs import *
@pytest.mark.parametrize("number", range(40))
def test_insert(postgresql, number):
    with Session(create_engine("postgresql+psycopg://", creator=lambda: postgresql, poolclass=StaticPool)) as session:
        session.add(User(email="ada@example.com"))
        session.commit()
""",
}
OURS = ("earnest.pytest_plugin", "pytest_asyncio.plugin")
THEIRS = ("pytest_postgresql.plugin",)


class Bench:
    """The project of the suites, and how they are run."""

    def __init__(self, python: Path) -> None:
        self._python = python
        self._directory = Path(tempfile.mkdtemp(prefix="postgres-", dir=cache()))
        for name, text in FILES.items():
            (self._directory / name).write_text(text)
        self.forget()

    def forget(self) -> None:
        """A machine that has never run it: no cluster prepared, no data."""
        self._services("clean", "--all")
        self._home = Path(tempfile.mkdtemp(prefix="home-", dir=self._directory))

    def rest(self) -> None:
        """The server of the run before has ended."""
        self._services("stop", "--all")

    def run(self, file: str, plugins: tuple[str, ...], *arguments: str) -> dict[str, Any]:
        """The marks of the clock. Raises RuntimeError when a test fails."""
        clock = self._directory / "clock.json"
        command = [*_as_somebody(), str(self._python), "-m", "pytest", "-q", "-pclock", "-pno:cacheprovider", file]
        command += [*(f"-p{plugin}" for plugin in plugins), *arguments]
        done = subprocess.run(
            command, cwd=self._directory, env=self._environment() | {"CLOCK_FILE": str(clock)},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stdout[-3000:] + done.stderr[-3000:])
        return dict(json.loads(clock.read_text()))

    def close(self) -> None:
        """Leaves nothing."""
        self._services("clean", "--all")
        shutil.rmtree(self._directory, ignore_errors=True)

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"], "HOME": str(self._home), "XDG_CACHE_HOME": str(self._home), "LC_ALL": "C.UTF-8",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(self._directory), "TMPDIR": tempfile.gettempdir(),
        }  # fmt: skip

    def _services(self, *arguments: str) -> None:
        if hasattr(self, "_home"):
            command = [*_as_somebody(), str(self._python), "-m", "earnest", "services", *arguments]
            subprocess.run(command, env=self._environment(), cwd=self._directory, capture_output=True, check=True)


def _as_somebody() -> list[str]:
    return ["unshare", "--user", "--map-user=65534", "--map-group=65534"] if os.geteuid() == 0 else []


def per_test(marks: dict[str, Any]) -> float:
    """Milliseconds from one test's end to the next one's, on average."""
    ends = marks["ends"]
    return (ends[-1] - ends[0]) / (len(ends) - 1) * 1000


def first(marks: dict[str, Any], since: str) -> float:
    """Milliseconds until the first query was answered."""
    return float(marks["answered"] - marks[since]) * 1000


def ours(bench: Bench) -> dict[str, float]:
    """One round of Earnest."""
    bench.forget()
    figures = {"first_query_ever_ms": first(bench.run("test_first.py", OURS), "asked")}
    bench.rest()
    again = bench.run("test_first.py", OURS)
    figures["first_query_rerun_ms"] = first(again, "asked")
    figures["first_query_rerun_since_collection_ms"] = first(again, "collected")
    one_loop = ("-o", "asyncio_default_test_loop_scope=session")
    empty = per_test(bench.run("test_empty.py", OURS))
    figures["sync_ms"] = per_test(bench.run("test_sync.py", OURS)) - empty
    figures["sync_rolled_back_ms"] = per_test(bench.run("test_sync_rolled_back.py", OURS)) - empty
    figures["async_ms"] = per_test(bench.run("test_async.py", OURS, *one_loop)) - per_test(
        bench.run("test_empty_async.py", OURS, *one_loop)
    )
    figures["async_loop_per_test_ms"] = per_test(bench.run("test_async.py", OURS)) - per_test(
        bench.run("test_empty_async.py", OURS)
    )
    committing = bench.run("test_committing.py", (*OURS, "xdist.plugin"), "-n", "2")
    return {**figures, "committing_per_second": 1000 / per_test(committing)}


def theirs(bench: Bench) -> dict[str, float]:
    """One round of pytest-postgresql."""
    return {
        "first_query_ms": first(bench.run("test_first_other.py", THEIRS), "asked"),
        "sync_ms": per_test(bench.run("test_other.py", THEIRS)) - per_test(bench.run("test_empty.py", THEIRS)),
    }


def medians(rounds: list[dict[str, float]]) -> dict[str, float]:
    """Of each figure, over the rounds."""
    return {name: round(statistics.median(figures[name] for figures in rounds), 2) for name in rounds[0]}


def main() -> None:
    """Measures in turn, prints the medians and keeps every figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    described, rounds = machine(), parser.parse_args().rounds
    python = earnest_environment(SUBJECT)
    turns, figures, loads = {"earnest": ours, "pytest-postgresql": theirs}, {"earnest": [], "pytest-postgresql": []}, []
    bench = Bench(python)
    try:
        for number in range(rounds):
            for name in turns if number % 2 == 0 else reversed(turns):
                loads.append(round(os.getloadavg()[0], 2))
                figures[name].append({key: round(value, 2) for key, value in turns[name](bench).items()})
                print(time.strftime("%H:%M:%S"), loads[-1], name, figures[name][-1], file=sys.stderr, flush=True)
    finally:
        bench.close()
    median = {name: medians(rounds) for name, rounds in figures.items()}
    times = round(median["pytest-postgresql"]["sync_ms"] / median["earnest"]["sync_ms"], 1)
    write("postgres", {
        "machine": described, "loads": loads, "real_time_priority": os.sched_getscheduler(0) != os.SCHED_OTHER,
        "earnest": revision(), "packages": packages(python),
        "median": median, "times_faster_than_pytest_postgresql": times, "rounds": figures,
    })  # fmt: skip
    print(json.dumps({**median, "times_faster": times}, indent=1))


if __name__ == "__main__":
    main()
