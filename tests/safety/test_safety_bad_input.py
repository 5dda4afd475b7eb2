"""What cannot be measured is answered in one sentence with the right exit code, and nothing is left behind."""

from __future__ import annotations

import os
import sqlite3
import textwrap

import pytest

pytestmark = pytest.mark.slow

POWERLESS = """
import ctypes, os, sys
if os.getuid() == 0:  # root may read and write anything: give up all capabilities for good, see capset(2)
    library = ctypes.CDLL(None)
    header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert library.prctl(38, 1, 0, 0, 0) == 0  # PR_SET_NO_NEW_PRIVS: an exec gives nothing back
    assert library.capset(header, none) == 0
from earnest.cli.main import main
main(sys.argv[2:])
"""
"""Runs the command as somebody for whom the permissions of files count."""


@pytest.fixture
def closed():
    """A function that sets the permissions of a path until the test is over."""
    changed = []

    def close(path, mode):
        changed.append((path, path.stat().st_mode))
        path.chmod(mode)

    yield close
    for path, mode in reversed(changed):
        path.chmod(mode)


def refused(run, code, *sentences):
    """Asserts that the command ended with this code and one message on stderr that holds all of these."""
    assert run.code == code, run.errors
    message = run.errors[run.errors.index("earnest: ") :]
    assert message.startswith("earnest: error: ")
    assert "Traceback" not in run.errors
    for sentence in sentences:
        assert sentence in message
    assert run.output == ""
    run.assert_nothing_is_left()


@pytest.mark.parametrize(
    ("name", "code", "sentences"),
    [
        ("no_tests", 3, ["pytest collected no tests.", "`tests` in [tool.earnest]"]),
        (
            "baseline",
            3,
            [
                "2 of 3 tests fail before any change",
                "tests/test_doubling.py::test_two_doubles_to_five (assert 4 == 5)",
                "tests/test_doubling.py::test_the_ledger_is_doubled (LookupError: the ledger is not there)",
            ],
        ),
        ("clean_up", 3, ["tests/test_doubling.py::test_the_ledger_is_doubled (LookupError: the ledger is gone)"]),
        ("exit", 3, ["tests/test_doubling.py::test_two_doubles_to_four", "exit status 0"]),
        ("syntax", 2, ["halving.py:4: expected ':'"]),
        ("no_code", 2, ["No first-party code found"]),
        ("collection", 3, ["tests/test_doubling.py", "No module named 'no_such_module'"]),
        ("hang", 3, ["did not end in time while pytest collected tests/test_doubling.py", "collect-seconds"]),
        ("keys", 2, ["3 mistakes", "'jbos'; did you mean 'jobs'?", "'colour'", "memory = -1"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_project_that_cannot_be_measured_is_refused(tree, command, name, code, sentences):
    """REAL BUG THIS CATCHES: a traceback of ours, a hang, or a clean scorecard for a suite that never ran."""
    refused(command(tree(f"broken_{name}")).check(), code, *sentences)


@pytest.mark.parametrize(
    ("code", "place", "sentence"),
    [
        ("import os; os._exit(0)", "tests/conftest.py", "ended by exit status 0"),
        (
            "import ctypes; ctypes.string_at(0)",
            "tests/test_doubling.py",
            "ended by signal 11 while pytest collected tests/",
        ),
        ("raise SystemExit(0)", "tests/test_doubling.py", "before it had collected the tests"),
        ("raise LookupError('not here')", "tests/conftest.py", "LookupError: not here"),
    ],
    ids=["os._exit in a conftest", "segfault in a test module", "sys.exit in a test module", "error in a conftest"],
)
def test_a_suite_that_ends_its_own_collection_is_refused(tree, command, code, place, sentence):
    """REAL BUG THIS CATCHES: the user is told that Earnest is broken, or that all is well, because their suite exits."""
    root = tree("broken_baseline")
    (root / place).write_text(code)
    refused(command(root).check(), 3, sentence)


def test_options_that_pytest_does_not_know_are_shown_in_its_words(tree, command):
    """REAL BUG THIS CATCHES: `pytest ended with exit code 4`, and nobody learns why."""
    refused(command(tree("cli_bank")).check("--", "--no-such-option"), 3, "--no-such-option")


def test_a_path_that_does_not_exist_is_refused(tree, command):
    """REAL BUG THIS CATCHES: a mistyped directory is taken for the current one."""
    refused(command(tree("cli_bank")).start("check", "nowhere").end(), 2, "'nowhere' does not exist")


@pytest.mark.parametrize(
    ("place", "code", "sentence"),
    [
        ("src/bank/account.py", 2, "src/bank/account.py"),
        ("src/bank", 2, "No first-party code found"),
        ("tests/test_bank.py", 3, "Permission denied: "),
    ],
)
def test_what_may_not_be_read_is_named(tree, command, closed, place, code, sentence):
    """REAL BUG THIS CATCHES: PermissionError with fifty lines of ours, or the file is silently left out."""
    root = tree("cli_bank")
    run = command(root, prelude=("-c", POWERLESS))
    closed(root / place, 0o000)
    run.check()
    closed(root / place, 0o700)
    refused(run, code, sentence)


@pytest.mark.parametrize("cache", [True, False], ids=["a cache", "nowhere to write"])
def test_a_read_only_project_is_measured_all_the_same(tree, command, closed, cache):
    """REAL BUG THIS CATCHES: a checkout mounted read-only, as in many containers, cannot be measured."""
    root = tree("cli_bank")
    run = command(root, prelude=("-c", POWERLESS))
    for path in (root, *root.rglob("*")):
        closed(path, 0o555 if path.is_dir() else 0o444)
    if not cache:
        (root.parent / "cache").mkdir()
        closed(root.parent / "cache", 0o555)
    assert run.check().code == 1, run.errors
    assert run.json()["changes"]
    notes = " ".join(run.json()["notes"])
    assert ("Evidence is kept in" if cache else "will not be remembered") in notes
    assert not (root / ".earnest").exists()
    run.assert_nothing_is_left()


def damage(store):
    """Overwrites the header of the database."""
    with store.open("r+b") as file:
        file.write(b"this is no database any more" * 20)


def age(store):
    """Makes it one that a later version wrote."""
    connection = sqlite3.connect(store)
    connection.execute("PRAGMA user_version=99")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(("spoil", "reason"), [(damage, "corrupt"), (age, "version-99")])
def test_a_spoilt_evidence_store_is_kept_aside_and_said(tree, command, spoil, reason):
    """REAL BUG THIS CATCHES: sqlite3.DatabaseError in mid-run; or the old evidence, which may be worth hours, is deleted."""
    run = command(tree("cli_bank")).check()
    before = [(change["id"], change["verdict"]) for change in run.json()["changes"]]
    store = run.root / ".earnest" / "evidence.sqlite"
    for journal in ("-wal", "-shm"):
        store.with_name(store.name + journal).unlink(missing_ok=True)
    spoil(store)
    spoilt = store.read_bytes()
    assert run.check().code == 1, run.errors
    aside = store.with_name(f"evidence.{reason}.1.sqlite")
    assert aside.read_bytes() == spoilt
    assert any(aside.name in note for note in run.json()["notes"])
    assert [(change["id"], change["verdict"]) for change in run.json()["changes"]] == before
    assert not any(change["remembered"] for change in run.json()["changes"])
    run.assert_nothing_is_left()


def test_a_machine_without_a_place_for_temporary_files_is_refused(tree, command):
    """REAL BUG THIS CATCHES: a full /tmp ends in a traceback that speaks of `mkdtemp`."""
    prelude = textwrap.dedent("""
        import sys, tempfile
        tempfile._candidate_tempdir_list = lambda: ["/nowhere"]
        from earnest.cli.main import main
        main(sys.argv[2:])
    """)
    refused(command(tree("cli_bank"), prelude=("-c", prelude)).check(), 2, "No usable temporary directory", "TMPDIR")


def test_no_tree_of_these_tests_was_run_in_place():
    """REAL BUG THIS CATCHES: a test forgets to copy its tree and leaves evidence and caches in the repository."""
    trees = os.path.join(os.path.dirname(os.path.dirname(__file__)), "trees")
    assert [name for name in os.listdir(trees) if os.path.exists(os.path.join(trees, name, ".earnest"))] == []
