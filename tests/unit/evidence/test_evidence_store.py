"""The evidence store, with real files and real processes."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys

import pytest

from earnest.errors import EngineError
from earnest.evidence import Store
from earnest.model import Trial, TrialPath, Verdict

TRIAL = Trial(
    change_id="0123456789ab",
    verdict=Verdict.CAUGHT,
    path=TrialPath.COLD,
    caught_by=("tests/test_a.py::test_b[ä-\n]",),
    covered_by=12,
    tests_run=3,
    seconds=0.25,
    cpu_seconds=0.2,
    detail="a \ud800 lone surrogate",
)


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """No test may write to the cache of whoever runs it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def root(tmp_path):
    """An empty project."""
    path = tmp_path / "project"
    path.mkdir()
    return path


def run(code, *arguments):
    """Starts another interpreter that runs `code`; its stdout is a pipe."""
    return subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, text=True)


def aside(root):
    """The names of the stores that were put aside."""
    return sorted(path.name for path in (root / ".earnest").glob("evidence.*.sqlite"))


def test_an_answer_comes_back_whole_and_marked_as_remembered(root):
    """Every field of a trial survives the way through the file.

    REAL BUG THIS CATCHES: two columns swapped in the INSERT, so that a remembered trial says 3 tests where there were
    12.
    """
    with Store.open(root) as store:
        store.record("key", TRIAL)
    with Store.open(root) as store:
        trial = store.recall("key")
    assert trial == Trial(
        change_id="0123456789ab",
        verdict=Verdict.CAUGHT,
        path=TrialPath.COLD,
        caught_by=("tests/test_a.py::test_b[ä-\n]",),
        covered_by=12,
        tests_run=3,
        seconds=0.25,
        cpu_seconds=0.2,
        detail="a \\ud800 lone surrogate",
        remembered=True,
    )


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("path", TrialPath)
def test_every_verdict_and_path_can_be_remembered(root, verdict, path):
    """REAL BUG THIS CATCHES: a verdict added to the model that the store cannot read back."""
    with Store.open(root) as store:
        store.record("key", Trial("id", verdict, path))
        trial = store.recall("key")
    assert (trial.verdict, trial.path) == (verdict, path)


def test_an_unknown_question_has_no_answer(root):
    """REAL BUG THIS CATCHES: recall answers with whatever row comes first."""
    with Store.open(root) as store:
        store.record("key", TRIAL)
        assert store.recall("another key") is None


def test_a_later_answer_replaces_the_one_before(root):
    """REAL BUG THIS CATCHES: `--fresh` asks again, and the old verdict is what the next run remembers."""
    with Store.open(root) as store:
        store.record("key", TRIAL)
        store.record("key", Trial("id", Verdict.MISSED, TrialPath.HOT))
        assert store.recall("key").verdict is Verdict.MISSED


def test_durations_of_tests_that_are_gone_are_forgotten(root):
    """REAL BUG THIS CATCHES: a renamed test keeps its row for ever and the table grows with every rename."""
    with Store.open(root) as store:
        store.record_durations({"a": 1.0, "b": 2.0})
        store.record_durations({"b": 0.5, "c": 3.0})
    with Store.open(root) as store:
        assert store.durations() == {"b": 0.5, "c": 3.0}


def test_the_last_run_is_the_one_that_was_saved_last(root):
    """REAL BUG THIS CATCHES: `earnest show` explains a change of yesterday's run."""
    with Store.open(root) as store:
        assert store.last_run() is None
        store.save_run('{"a": 1}')
        store.save_run('{"a": 2}')
    with Store.open(root) as store:
        assert store.last_run() == '{"a": 2}'


def test_the_directory_hides_itself_from_version_control(root):
    """REAL BUG THIS CATCHES: `git status` of the user's project shows our files and somebody commits a database."""
    Store.open(root).close()
    assert (root / ".earnest" / ".gitignore").read_text() == "*\n"
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    status = subprocess.run(
        ["git", "status", "--porcelain", "-uall"], cwd=root, check=True, capture_output=True, text=True
    )
    assert status.stdout == ""


def test_a_store_of_another_format_is_kept_aside_and_said(root):
    """REAL BUG THIS CATCHES: an upgrade of Earnest reads rows of the old format, or deletes evidence that took an
    hour.
    """
    with Store.open(root) as store:
        store.record("key", TRIAL)
    with sqlite3.connect(root / ".earnest" / "evidence.sqlite") as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()
    with Store.open(root) as store:
        assert store.recall("key") is None
        store.record("key", TRIAL)
        (note,) = store.notes
    assert aside(root) == ["evidence.version-99.1.sqlite"]
    assert "99" in note
    assert "evidence.version-99.1.sqlite" in note
    with Store.open(root) as store:
        assert store.notes == ()
        assert store.recall("key") is not None
    kept = sqlite3.connect(root / ".earnest" / "evidence.version-99.1.sqlite")
    assert kept.execute("SELECT count(*) FROM trials").fetchone() == (1,)
    kept.close()


def test_a_foreign_database_is_not_written_into(root):
    """REAL BUG THIS CATCHES: a database of format 0 with tables of somebody else's gets ours on top."""
    (root / ".earnest").mkdir()
    connection = sqlite3.connect(root / ".earnest" / "evidence.sqlite")
    connection.execute("CREATE TABLE precious (x)")
    connection.commit()
    connection.close()
    with Store.open(root) as store:
        assert len(store.notes) == 1
    assert aside(root) == ["evidence.version-0.1.sqlite"]


@pytest.mark.parametrize(
    "content", [b"this is not a database, " * 100, b"SQLite format 3\x00" + bytes(200)], ids=["text", "header only"]
)
def test_a_file_that_is_no_database_is_kept_aside_and_said(root, content):
    """REAL BUG THIS CATCHES: a traceback `file is not a database` in place of a report, at every run until somebody
    deletes it.
    """
    (root / ".earnest").mkdir()
    (root / ".earnest" / "evidence.sqlite").write_bytes(content)
    with Store.open(root) as store:
        store.record("key", TRIAL)
        assert store.recall("key") is not None
        (note,) = store.notes
    assert "damaged" in note
    assert aside(root) == ["evidence.corrupt.1.sqlite"]
    assert (root / ".earnest" / "evidence.corrupt.1.sqlite").read_bytes() == content


def test_damage_in_the_middle_of_the_file_is_found_when_it_is_opened(root):
    """REAL BUG THIS CATCHES: only the header is checked, and a torn page gives wrong or missing verdicts later."""
    with Store.open(root) as store:
        for number in range(500):
            store.record(f"key {number}", TRIAL)
    file = root / ".earnest" / "evidence.sqlite"
    content = bytearray(file.read_bytes())
    content[4096 : 4096 * 4] = b"\xff" * (4096 * 3)
    file.write_bytes(content)
    with Store.open(root) as store:
        assert len(store.notes) == 1
        assert store.recall("key 1") is None
    assert aside(root) == ["evidence.corrupt.1.sqlite"]


def test_stores_put_aside_earlier_are_never_overwritten(root):
    """REAL BUG THIS CATCHES: the second damaged file replaces the first one that somebody wanted to look at."""
    for number in range(3):
        (root / ".earnest").mkdir(exist_ok=True)
        (root / ".earnest" / "evidence.sqlite").write_text(f"broken {number}" * 100)
        Store.open(root).close()
    assert aside(root) == [f"evidence.corrupt.{number}.sqlite" for number in (1, 2, 3)]


def test_an_empty_file_becomes_a_store_without_a_word(root):
    """REAL BUG THIS CATCHES: a kill right after the file was made leaves zero bytes, and the next run calls them
    corrupt.
    """
    (root / ".earnest").mkdir()
    (root / ".earnest" / "evidence.sqlite").touch()
    with Store.open(root) as store:
        store.record("key", TRIAL)
        assert store.notes == ()


def test_damage_during_the_run_costs_the_answers_and_not_the_run(root):
    """REAL BUG THIS CATCHES: the disk damages the file at change 900 of 1000 and the run ends with a traceback."""
    store = Store.open(root)
    for number in range(2000):
        store.record(f"key {number}", TRIAL)
    store._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store._connection.execute("PRAGMA cache_size=1")
    file = root / ".earnest" / "evidence.sqlite"
    with file.open("r+b") as handle:
        handle.seek(4096)
        handle.write(b"\xff" * (file.stat().st_size - 4096))
    store.recall("key 1000")
    store.record("new", TRIAL)
    assert store.recall("new") is not None
    assert len(store.notes) == 1
    store.close()
    assert aside(root) == ["evidence.corrupt.1.sqlite"]
    with Store.open(root) as store:
        assert store.recall("new") is not None


def test_a_project_that_cannot_hold_a_directory_gets_one_in_the_cache(root, tmp_path):
    """REAL BUG THIS CATCHES: a file called .earnest, or a read-only checkout in CI, ends in a traceback."""
    (root / ".earnest").write_text("")
    with Store.open(root) as store:
        store.record("key", TRIAL)
        assert store.directory.parent == tmp_path / "cache" / "earnest"
        assert any(str(store.directory) in note for note in store.notes)
    with Store.open(root) as store:
        assert store.recall("key") is not None


def test_without_a_setting_the_cache_is_the_one_of_the_home_directory(root, tmp_path, monkeypatch):
    """A relative XDG_CACHE_HOME counts as none, says the specification.

    REAL BUG THIS CATCHES: a directory called `cache` appears wherever somebody calls `earnest`.
    """
    (root / ".earnest").write_text("")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for setting in ("", "cache"):
        monkeypatch.setenv("XDG_CACHE_HOME", setting)
        with Store.open(root) as store:
            assert store.directory.parent == tmp_path / "home" / ".cache" / "earnest"
            assert store.directory.name.startswith("project-")


def test_a_full_disk_costs_the_memory_and_not_the_run(root):
    """REAL BUG THIS CATCHES: `database or disk is full` ends the run; or a sound file is put aside as corrupt."""
    store = Store.open(root)
    store.record("before", TRIAL)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count={pages}")
    for number in range(300):
        store.record(f"key {number}", TRIAL)
    assert store.recall("key 299") is not None
    assert store.directory is None
    (note,) = store.notes
    assert "full" in note
    store.close()
    assert aside(root) == []
    with Store.open(root) as store:
        assert store.recall("before") is not None


def test_closing_twice_is_harmless(root):
    """REAL BUG THIS CATCHES: an error in a `with` block is hidden by `Cannot operate on a closed database`."""
    store = Store.open(root)
    store.close()
    store.close()


def test_saving_a_run_keeps_the_last_one_only(root):
    """REAL BUG THIS CATCHES: each run adds its whole document, and the store grows by megabytes."""
    with Store.open(root) as store:
        for number in range(5):
            store.save_run(str(number))
    connection = sqlite3.connect(root / ".earnest" / "evidence.sqlite")
    assert connection.execute("SELECT document FROM runs").fetchall() == [("4",)]
    connection.close()


def test_two_projects_of_one_name_do_not_share_a_directory_in_the_cache(tmp_path):
    """REAL BUG THIS CATCHES: two checkouts called `app` answer each other's questions."""
    roots = [tmp_path / "one" / "app", tmp_path / "two" / "app"]
    for root in roots:
        root.mkdir(parents=True)
        (root / ".earnest").write_text("")
    directories = set()
    for root in roots:
        with Store.open(root) as store:
            directories.add(store.directory)
    assert len(directories) == 2


def test_where_nothing_can_be_written_the_run_remembers_in_memory_and_says_so(root, tmp_path):
    """REAL BUG THIS CATCHES: a container without a writable home cannot run Earnest at all."""
    (root / ".earnest").write_text("")
    (tmp_path / "cache").write_text("")
    with Store.open(root) as store:
        store.record("key", TRIAL)
        assert store.recall("key") is not None
        assert store.directory is None
        assert any("not be remembered" in note for note in store.notes)


READ_ONLY = """
import ctypes, os, sys
from pathlib import Path
if os.getuid() == 0:  # root may write anywhere: give up all capabilities, see capset(2)
    header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert ctypes.CDLL(None).capset(header, none) == 0
from earnest.evidence import Store
store = Store.open(Path(sys.argv[1]))
store.record_durations({"a": 1.0})
print(store.directory)
"""


@pytest.fixture
def read_only():
    """A function that takes the right to write away from a directory, with all in it, until the test is over."""
    closed = []

    def close(directory):
        for path in (directory, *directory.rglob("*")):
            closed.append((path, path.stat().st_mode))
            path.chmod(0o555 if path.is_dir() else 0o444)

    yield close
    for path, mode in closed:
        path.chmod(mode)


@pytest.mark.parametrize("existing", [False, True], ids=["no store yet", "a store that cannot be written"])
def test_a_read_only_project_falls_back_to_the_cache(root, tmp_path, read_only, existing):
    """REAL BUG THIS CATCHES: SQLite opens a read-only file happily and fails at the first write, in mid-run."""
    if existing:
        Store.open(root).close()
    read_only(root)
    process = run(READ_ONLY, root)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert output.startswith(str(tmp_path / "cache"))


ENDLESS = """
import sys
from pathlib import Path
from earnest.evidence import Store
from earnest.model import Trial, TrialPath, Verdict
store = Store.open(Path(sys.argv[1]))
number = 0
while True:
    store.record(f"key {number}", Trial("id", Verdict.MISSED, TrialPath.HOT, tests_run=number))
    print(number, flush=True)
    number += 1
"""


@pytest.mark.parametrize("answers", [1, 40, 400])
def test_a_kill_loses_nothing_that_was_recorded(root, answers):
    """A writer is killed with SIGKILL while it writes; all that it had reported as written is there.

    REAL BUG THIS CATCHES: answers are committed in batches, and a killed run of an hour starts again from zero.
    """
    process = run(ENDLESS, root)
    seen = -1
    while seen < answers:
        seen = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().split()
    process.wait(timeout=60)
    process.stdout.close()
    last = int(rest[-1]) if rest else seen
    with Store.open(root) as store:
        assert store.notes == ()
        assert [store.recall(f"key {number}").tests_run for number in range(last + 1)] == list(range(last + 1))


MANY = """
import sys
from pathlib import Path
from earnest.evidence import Store
from earnest.model import Trial, TrialPath, Verdict
store = Store.open(Path(sys.argv[1]))
for number in range(300):
    store.record(f"{sys.argv[2]} {number}", Trial("id", Verdict.MISSED, TrialPath.HOT))
    if number % 50 == 0:
        store.record_durations({sys.argv[2]: float(number)})
        store.save_run(sys.argv[2] * 1000)
store.close()
print(store.notes)
"""


@pytest.mark.parametrize("start", ["empty", "corrupt"])
def test_processes_on_one_store_do_not_disturb_each_other(root, start):
    """Three writers at once, on a store that each of them would have to build or put aside.

    REAL BUG THIS CATCHES: `database is locked` as soon as an editor and a terminal check the same project; or both put
    the damaged file aside, and the second takes the first one's good one away.
    """
    if start == "corrupt":
        (root / ".earnest").mkdir()
        (root / ".earnest" / "evidence.sqlite").write_text("broken" * 1000)
    processes = [run(MANY, root, name) for name in "abc"]
    outputs = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert sum(output.strip() != "()" for output in outputs) == (start == "corrupt")
    with Store.open(root) as store:
        missing = [
            f"{name} {number}" for name in "abc" for number in range(300) if not store.recall(f"{name} {number}")
        ]
        assert missing == []
        assert store.last_run() in {name * 1000 for name in "abc"}
    assert aside(root) == (["evidence.corrupt.1.sqlite"] if start == "corrupt" else [])


def test_a_fork_cannot_use_the_store_of_its_parent(root):
    """REAL BUG THIS CATCHES: a child of a trial writes through the inherited connection and breaks the file's locks."""
    store = Store.open(root)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            store.close()
            store.record("key", TRIAL)
        except EngineError:
            code = 42
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 42
    store.record("key", TRIAL)
    assert store.recall("key") is not None
    store.close()


def test_a_deleted_directory_in_the_middle_of_a_run_does_not_end_it(root):
    """REAL BUG THIS CATCHES: `rm -rf .earnest` or `git clean -fdx` in another terminal kills the run."""
    store = Store.open(root)
    store.record("key", TRIAL)
    shutil.rmtree(root / ".earnest")
    for number in range(10):
        store.record(f"key {number}", TRIAL)
    store.close()
    with Store.open(root) as store:
        store.record("key", TRIAL)
        assert store.notes == ()


def test_looking_for_a_store_makes_none(root, tmp_path):
    """REAL BUG THIS CATCHES: `earnest show` in a project that was never checked leaves an .earnest directory there."""
    assert Store.find(root) is None
    assert list(root.iterdir()) == []
    assert not (tmp_path / "cache").exists()


def test_a_store_is_found_where_it_was_made(root):
    """REAL BUG THIS CATCHES: the evidence of a read-only project is in the cache, and `earnest show` knows no run."""
    (root / ".earnest").write_text("")
    with Store.open(root) as store:
        store.save_run("{}")
    with Store.find(root) as store:
        assert store.last_run() == "{}"


def test_the_oldest_answers_are_forgotten_beyond_a_limit(root):
    """REAL BUG THIS CATCHES: the store of a busy project grows by every run of every branch until the disk is full."""
    with Store.open(root) as store:
        store.record("old", TRIAL)
    with sqlite3.connect(root / ".earnest" / "evidence.sqlite") as connection:
        connection.execute(
            "INSERT INTO trials SELECT 'key ' || value, change_id, verdict, path, caught_by, covered_by, tests_run,"
            " seconds, cpu_seconds, detail FROM trials, (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL"
            " SELECT value + 1 FROM n WHERE value < 200000) SELECT value FROM n)"
        )
    connection.close()
    with Store.open(root) as store:
        assert store.recall("old") is not None
    with Store.open(root) as store:
        assert store.recall("old") is None
        assert store.recall("key 1") is not None
