"""`earnest review`, the real command."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SLEEPS = "import time\n\n\ndef test_a(x):\n    time.sleep(1)\n    assert x\n"
FIXABLE = "def test_a():\n    x = 1\n    assert x == 1  # earnest: allow[ET401] long mended\n"


@pytest.fixture
def project(tmp_path):
    """A function that writes files of the project."""

    def write(**files):
        (tmp_path / "pyproject.toml").touch()
        (tmp_path / "tests").mkdir(exist_ok=True)
        for name, text in files.items():
            (tmp_path / "tests" / f"{name}.py").write_bytes(text.encode())
        return tmp_path

    return write


@pytest.fixture
def review(earnest):
    """The command with the rules that these tests need: others may come."""

    def run(*arguments, **variables):
        return earnest("review", "--select", "ET0,ET401", *arguments, **variables)

    return run


def test_a_finding_shows_place_line_and_cure_and_ends_with_1(project, review):
    """
    REAL BUG THIS CATCHES: CI goes on although there are findings.
    """
    project(test_a=SLEEPS)
    ended = review()
    assert (ended.returncode, ended.stderr) == (1, "")
    assert ended.stdout.split("\n")[0].startswith("tests/test_a.py:5:5: ET401 the test ")
    assert "    5 | time.sleep(1)\n    = " in ended.stdout
    assert "1 finding in 1 file.\n" in ended.stdout


def test_a_clean_suite_ends_with_0(project, review):
    """
    REAL BUG THIS CATCHES: nothing found counts as failure, or a note about the project does.
    """
    project(test_a="def test_a(x):\n    assert x\n")
    ended = review()
    assert (ended.returncode, ended.stdout) == (0, "No findings in 1 file.\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--select", "ET999"], "There is no rule 'ET999'"),
        (["nowhere"], "The path 'nowhere' does not exist"),
        (["-"], "needs the name of the file"),
        (["-", "tests"], "is reviewed alone"),
        (["tests", "/"], "lies outside of the project"),
        (["--unsafe-fixes"], "nothing is fixed"),
        (["--verify-fixes"], "goes with --fix on files"),
        (["--baseline", "none.json"], "The baseline 'none.json' does not exist"),
        (["--fix", "--write-baseline", "x.json"], "goes without --fix"),
        (["--statistics", "--output-format", "sarif"], "has no form as sarif"),
        (["--list-rules", "--output-format", "junit"], "has no form as junit"),
        (["--watch", "-"], "goes without standard input"),
        (["--output-format", "yaml"], "'yaml' is not one of"),
    ],
)
def test_misuse_ends_with_2_and_one_clear_line(project, review, arguments, message):
    """
    REAL BUG THIS CATCHES: an option that does nothing is taken without a word, or ends in a traceback.
    """
    project(test_a=SLEEPS)
    ended = review(*arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert message in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_fix_writes_what_is_safe_and_shows_the_rest(project, review):
    """
    REAL BUG THIS CATCHES: --fix changes the line ends of a file, or reports what it has just mended.
    """
    root = project(test_a=FIXABLE.replace("\n", "\r\n"), test_b=SLEEPS)
    ended = review("--fix")
    assert ended.returncode == 1
    assert (root / "tests" / "test_a.py").read_bytes() == b"def test_a():\r\n    x = 1\r\n    assert x == 1\r\n"
    assert "1 finding mended.\n1 finding in 2 files.\n" in ended.stdout
    assert "ET002" not in ended.stdout


def test_diff_shows_what_fix_would_do_and_writes_nothing(project, review):
    """
    REAL BUG THIS CATCHES: --diff writes the file that it only should have shown.
    """
    root = project(test_a=FIXABLE)
    ended = review("--diff")
    assert ended.returncode == 1
    assert "-    assert x == 1  # earnest: allow[ET401] long mended\n+    assert x == 1\n" in ended.stdout
    assert "1 finding would be mended." in ended.stderr
    assert (root / "tests" / "test_a.py").read_text() == FIXABLE


def test_fixes_are_taken_back_when_the_tests_end_differently(project, review):
    """The test counts the lines of its own file, so that every fix breaks it.

    REAL BUG THIS CATCHES: --verify-fixes runs the tests after the fix alone, and does not see that they passed before.
    """
    reads_itself = "import pathlib\n\n\ndef test_a():\n    text = pathlib.Path(__file__).read_text()\n    assert 'allow[ET' in text"
    text = f"{reads_itself}  # earnest: allow[ET401] long mended\n".replace("'allow[ET'", "'al' + 'low[ET'")
    root = project(test_a=text, test_b=FIXABLE)
    ended = review("--fix", "--verify-fixes")
    assert "tests/test_a.py: its tests end differently with the fixes, so they were taken back." in ended.stderr
    assert "1 finding mended.\n1 finding in 2 files." in ended.stdout
    assert (root / "tests" / "test_a.py").read_text() == text
    assert (root / "tests" / "test_b.py").read_text() == "def test_a():\n    x = 1\n    assert x == 1\n"


def test_standard_input_stands_for_a_file(project, review, tmp_path, environment):
    """Editors review a buffer that is not saved, whether its file exists or not.

    REAL BUG THIS CATCHES: the file on disk is reviewed instead of the buffer.
    """
    project(test_a="def test_a(x):\n    assert x\n")

    def piped(text, *arguments):
        command = [sys.executable, "-m", "earnest", "review", "--select", "ET0,ET401", "-", *arguments]
        return subprocess.run(
            command, input=text.encode(), cwd=tmp_path, env=environment, capture_output=True, check=False
        )

    for name in ("tests/test_a.py", "tests/new/test_b.py"):
        ended = piped(SLEEPS, "--stdin-filename", name)
        assert ended.returncode == 1
        assert ended.stdout.decode().startswith(f"{name}:5:5: ET401 ")
    fixed = piped(FIXABLE, "--stdin-filename", "tests/test_a.py", "--fix")
    assert fixed.stdout.decode() == "def test_a():\n    x = 1\n    assert x == 1\n"
    assert b"1 finding mended." in fixed.stderr


def test_a_baseline_hides_what_is_known_and_tells_of_what_is_gone(project, review):
    """
    REAL BUG THIS CATCHES: a suite with a thousand old findings can never begin to be strict.
    """
    root = project(test_a=SLEEPS)
    assert review("--write-baseline", "known.json").returncode == 0
    (root / "pyproject.toml").write_text('[tool.earnest.review]\nbaseline = "known.json"\n')
    ended = review()
    assert (ended.returncode, ended.stdout) == (0, "No findings in 1 file.\n1 known finding in the baseline.\n")
    project(test_a=f"# new\n{SLEEPS}    time.sleep(2)\n")
    assert "tests/test_a.py:8:5: ET401" in review().stdout
    project(test_a="def test_a(x):\n    assert x\n")
    assert "1 finding of the baseline is gone" in review().stdout


def test_a_file_that_python_refuses_is_a_finding_and_the_rest_is_reviewed(project, review):
    """
    REAL BUG THIS CATCHES: one broken file, and nothing is said about the others.
    """
    root = project(test_a=SLEEPS, test_b="def test_b(:\n", test_c="x = '\0'\n")
    (root / "tests" / "test_d.py").write_bytes(b"x = '\xff'\n")
    ended = review("--output-format", "concise")
    lines = ended.stdout.splitlines()
    assert [re.sub(r"^tests/(\w+)\.py:(\d+):.*(ET\d+).*", r"\1 \2 \3", line) for line in lines[:4]] == [
        "test_a 5 ET401",
        "test_b 1 ET004",
        "test_c 1 ET004",
        "test_d 1 ET004",
    ]
    assert (ended.returncode, ended.stderr) == (1, "")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read_is_a_finding(project, review):
    """
    REAL BUG THIS CATCHES: a traceback instead of the name of the file.
    """
    root = project(test_a=SLEEPS)
    (root / "tests" / "test_a.py").chmod(0)
    assert "tests/test_a.py:1:1: ET004 the file cannot be read: Permission denied" in review().stdout


def test_json_goes_to_a_file_beside_the_report(project, review):
    """
    REAL BUG THIS CATCHES: --json - mixes the text into the document.
    """
    root = project(test_a=SLEEPS)
    assert "1 finding in 1 file." in review("--json", "found.json").stdout
    document = json.loads((root / "found.json").read_text())
    assert [one["code"] for one in document["findings"]] == ["ET401"]
    assert json.loads(review("--json", "-").stdout) == document


def test_statistics_count_by_rule(project, review):
    """
    REAL BUG THIS CATCHES: the counts of two rules are added together.
    """
    project(test_a=SLEEPS, test_b=SLEEPS, test_c=FIXABLE)
    assert review("--statistics").stdout.splitlines()[:3] == [
        "2  ET401  sleep",
        "1  ET002  unused-allow  (1 with a fix)",
        "3 findings in 3 files.",
    ]


def test_all_rules_can_be_listed(earnest):
    """
    REAL BUG THIS CATCHES: the list needs a project, or leaves out the rules that are off.
    """
    listed = json.loads(earnest("review", "--list-rules", "--output-format", "json").stdout)
    assert {"ET001", "ET401"} <= {rule["code"] for rule in listed}
    assert all(rule["summary"].endswith(".") for rule in listed)
    assert len(earnest("review", "--list-rules").stdout.splitlines()) == len(listed)


def test_colours_appear_only_where_they_are_wanted(project, review):
    """
    REAL BUG THIS CATCHES: escape sequences in the log of a CI server.
    """
    project(test_a=SLEEPS)
    assert "\x1b[" not in review().stdout
    assert "\x1b[1;33mET401\x1b[0m" in review(FORCE_COLOR="1").stdout
    assert "\x1b[" not in review(FORCE_COLOR="1", NO_COLOR="1").stdout


def test_watching_reviews_again_when_a_file_changes(project, tmp_path, environment):
    """
    REAL BUG THIS CATCHES: the second look is at the first look's text.
    """
    project(test_a=SLEEPS)
    command = [sys.executable, "-m", "earnest", "review", "--select", "ET401", "--watch", "--output-format", "concise"]
    watcher = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        said = iter(watcher.stdout.readline, "")
        assert next(line for line in said if "finding" in line) == "1 finding in 1 file.\n"
        assert next(said).startswith("Watching for changes")
        project(test_a="def test_a(x):\n    assert x\n")
        assert next(line for line in said if "finding" in line) == "No findings in 1 file.\n"
    finally:
        watcher.terminate()
        watcher.communicate()


def test_the_commit_hook_names_the_real_command(earnest):
    """
    REAL BUG THIS CATCHES: the command is renamed, and the hook fails for everybody who installed it.
    """
    hook = (REPOSITORY / ".pre-commit-hooks.yaml").read_text()
    assert re.search(r"^- id: earnest-review$", hook, re.MULTILINE)
    program, *arguments = re.search(r"^ *entry: (.*)$", hook, re.MULTILINE)[1].split()
    assert program == "earnest"
    assert earnest(*arguments, "--help").returncode == 0
    files = re.compile(re.search(r"^ *files: (.*)$", hook, re.MULTILINE)[1])
    assert all(files.search(path) for path in ("tests/test_a.py", "src/a/test_b.py", "conftest.py", "a/tests/b.py"))
    assert not any(files.search(path) for path in ("src/app/mail.py", "src/latest/protest_x.py"))
