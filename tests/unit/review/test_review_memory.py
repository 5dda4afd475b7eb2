"""What a review remembers, and when it asks again."""

import os
import time

import pytest

from earnest.model import Finding, FindingState, Location, Severity, TextEdit
from earnest.review import Broken, Memory, Review

FOUND = Review(
    (
        Finding(
            "ET401",
            "sleep",
            Location("tests/test_a.py", 2, 5, 2, 18),
            "tests/test_a.py::test_ä\udcff",
            "a message",
            FindingState.STATIC,
            Severity.ERROR,
            "Wait.",
            "k1",
            (TextEdit(1, 2, "x\n"),),
            True,
        ),
    ),
    ("tests/test_a.py", "tests/test_b.py"),
    (Broken("tests/test_b.py", 3, "invalid syntax"),),
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose files are an hour old, and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "project"
    (root / "tests").mkdir(parents=True)
    for path in ("pyproject.toml", "tests/test_a.py", "tests/test_b.py", "app.py"):
        (root / path).write_text("")
        age(root / path)
    return root


def age(file, seconds=3600):
    """Makes the file older."""
    os.utime(file, (time.time() - seconds, time.time() - seconds))


def answers(root):
    """The files of the memory in the project."""
    return list((root / ".earnest" / "review").glob("*"))


def test_an_answer_comes_back_as_it_was(project):
    """
    REAL BUG THIS CATCHES: a finding loses its fix or its severity on the way through the file.
    """
    assert Memory(project, "q").recall() is None
    Memory(project, "q").keep(FOUND)
    assert Memory(project, "q").recall() == FOUND


@pytest.mark.parametrize("path", ["tests/test_a.py", "app.py", "pyproject.toml"])
def test_a_changed_file_makes_it_ask_again(path, project):
    """The code under test counts too: names of the tests are looked up there.

    REAL BUG THIS CATCHES: a patched class moves into the project, and the review still calls it foreign.
    """
    Memory(project, "q").keep(FOUND)
    (project / path).write_text("# new")
    assert Memory(project, "q").recall() is None


def test_a_new_file_a_deleted_file_and_new_settings_make_it_ask_again(project):
    """
    REAL BUG THIS CATCHES: a pytest.ini appears that renames the tests, and the old answer is given.
    """
    Memory(project, "q").keep(FOUND)
    assert Memory(project, "another question").recall() is None
    (project / "pytest.ini").write_text("[pytest]\n")
    assert Memory(project, "q").recall() is None
    (project / "pytest.ini").unlink()
    assert Memory(project, "q").recall() == FOUND
    (project / "tests" / "test_b.py").unlink()
    assert Memory(project, "q").recall() is None


@pytest.mark.parametrize(
    "change", [lambda data: b"", lambda data: data[:-5], lambda data: data.replace(b"ET4", b"ET5")]
)
def test_a_damaged_answer_is_none(change, project):
    """
    REAL BUG THIS CATCHES: the disk was full, and from then on each review ends in a traceback or in a wrong answer.
    """
    Memory(project, "q").keep(FOUND)
    (file,) = answers(project)
    file.write_bytes(change(file.read_bytes()))
    assert Memory(project, "q").recall() is None
    Memory(project, "q").keep(FOUND)
    assert Memory(project, "q").recall() == FOUND


def test_a_file_that_has_just_changed_is_not_remembered(project):
    """It may change again within the same tick of the file system's clock.

    REAL BUG THIS CATCHES: an editor saves twice within a millisecond, and the first text is reviewed for ever.
    """
    (project / "tests" / "test_a.py").write_text("# just now")
    Memory(project, "q").keep(FOUND)
    assert answers(project) == []


def test_where_the_project_cannot_be_written_the_users_cache_remembers(project, tmp_path):
    """
    REAL BUG THIS CATCHES: a review of a read-only checkout fails, or starts from nothing each time.
    """
    (project / ".earnest").write_text("a file where the directory should be")
    Memory(project, "q").keep(FOUND)
    assert Memory(project, "q").recall() == FOUND
    assert len(list((tmp_path / "cache").rglob("*.json"))) == 1


def test_without_any_place_nothing_is_remembered_and_nothing_is_said(project, tmp_path):
    """
    REAL BUG THIS CATCHES: a container without a home directory cannot review at all.
    """
    (project / ".earnest").write_text("")
    (tmp_path / "cache").write_text("")
    Memory(project, "q").keep(FOUND)
    assert Memory(project, "q").recall() is None


def test_only_the_latest_answers_are_kept(project):
    """
    REAL BUG THIS CATCHES: an editor asks about each file by itself, and the memory grows without end.
    """
    for number in range(20):
        Memory(project, number).keep(FOUND)
        age(max(answers(project), key=os.path.getmtime), 1000 - number)
    assert len(answers(project)) <= 17
    assert Memory(project, 19).recall() == FOUND
