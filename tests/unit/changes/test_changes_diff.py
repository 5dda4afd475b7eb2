"""The diff of a change is one that real tools apply."""

import shutil
import subprocess

import pytest

from earnest.changes import unified_diff
from earnest.model import Change, Family, Kind, Location, Scope

TEXTS = {
    "one line": "x = 1",
    "one line with its end": "x = 1\n",
    "first of many": "x = 1\n" + "".join(f"y{n} = 2\n" for n in range(9)),
    "last of many": "".join(f"y{n} = 2\n" for n in range(9)) + "x = 1\n",
    "last of many without an end": "".join(f"y{n} = 2\n" for n in range(9)) + "x = 1",
    "middle": "".join(f"y{n} = 2\n" for n in range(9)) + "x = 1\n" + "".join(f"z{n} = 3\n" for n in range(9)),
    "wide characters": "ä = 'ö'\nx = 1  # ü\nß = '😀'\n",
    "form feed and separators": "a = 1\n\x0c\nb = '\u2028'\nx = 1\nc = '\x1c'\n",
    "empty lines": "\n\n\nx = 1\n\n\n\n",
}


def change_of(text, before, after, path="pkg/mod.py"):
    """The change that replaces the only `before` in this text."""
    start = text.index(before)
    place = Location(path, 1, 1, 1, 1)
    return Change(
        "0" * 12, place, start, start + len(before), before, after, Family.LOGIC, "x", Kind.BREAKING, Scope.IMPORT,
        "", (1, 1), "x",
    )  # fmt: skip


def applied(tmp_path, text, change, command):
    """The file's text after the command has read the diff."""
    file = tmp_path / change.location.file
    file.parent.mkdir(parents=True)
    file.write_bytes(text.encode())
    diff = unified_diff(change, text)
    done = subprocess.run(command, cwd=tmp_path, input=diff.encode(), capture_output=True, check=False)
    assert done.returncode == 0, diff + done.stdout.decode() + done.stderr.decode()
    return file.read_bytes().decode()


@pytest.mark.parametrize("command", [["patch", "-p1", "--fuzz=0"], ["git", "apply", "-p1", "-"]], ids=["patch", "git"])
@pytest.mark.parametrize("after", ["x = 2", "pass", "x = (\n    2\n)", ""], ids=["same", "short", "longer", "gone"])
@pytest.mark.parametrize("name", TEXTS)
def test_real_tools_apply_the_diff(tmp_path, name, after, command):
    """GNU patch without fuzz, and git apply.

    REAL BUG THIS CATCHES: a diff that a user pastes from the report and that does not apply to the file.
    """
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    change = change_of(TEXTS[name], "x = 1", after)
    assert applied(tmp_path, TEXTS[name], change, command) == change.apply(TEXTS[name])


def test_a_path_with_spaces_survives(tmp_path):
    """The name ends with a tab then.

    REAL BUG THIS CATCHES: patch looking for `a/my` when the file is called `my file.py`.
    """
    change = change_of("x = 1\n", "x = 1", "x = 2", path="my dir/my file.py")
    assert applied(tmp_path, "x = 1\n", change, ["patch", "-p1"]) == "x = 2\n"


def test_the_diff_of_one_line_shows_three_lines_around_it():
    """The whole text, once.

    REAL BUG THIS CATCHES: a hunk header whose numbers are off by one.
    """
    text = "a\nb\nc\nd\nx = 1\ne\nf\ng\nh\n"
    assert unified_diff(change_of(text, "x = 1", "x = 2"), text) == (
        "--- a/pkg/mod.py\n+++ b/pkg/mod.py\n@@ -2,7 +2,7 @@\n b\n c\n d\n-x = 1\n+x = 2\n e\n f\n g\n"
    )


def test_a_text_that_has_moved_on_is_refused():
    """The change was made for another text.

    REAL BUG THIS CATCHES: a diff that silently replaces something else.
    """
    change = change_of("x = 1\n", "x = 1", "x = 2")
    with pytest.raises(ValueError, match="expected 'x = 1'"):
        unified_diff(change, "y = 1\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [(",\n    kept", ""), ('"a"\n    "b {}".format(x)', '"a"\n    "b "')],
    ids=["entry left out", "second line of the text alone"],
)
def test_an_edit_that_begins_in_a_line_that_stays_is_applied_without_fuzz(tmp_path, before, after):
    """The context before and behind the changed lines is as long on both sides.

    REAL BUG THIS CATCHES: `unified_diff` counting the lines of the replaced text instead of those that differ: GNU patch
    takes four lines before and three behind for the end of the file, and `patch -p1 --fuzz=0` refuses the diff.
    """
    text = f"a = 1\nb = 2\nc = 3\nd = 4\ncall(\n    other{before}\n)\ne = 5\nf = 6\ng = 7\nh = 8\n"
    change = change_of(text, before, after)
    assert applied(tmp_path, text, change, ["patch", "-p1", "--fuzz=0", "--quiet"]) == change.apply(text)
