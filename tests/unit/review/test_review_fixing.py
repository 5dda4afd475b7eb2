"""Fixes: what they keep, and when they are refused."""

import os

import pytest

from earnest.errors import ProjectError
from earnest.model import Finding, Location, TextEdit
from earnest.review import applicable, mended, replace_file


def finding(*edits, safe=True):
    """A finding that these edits mend."""
    fix = tuple(TextEdit(*edit) for edit in edits)
    return Finding("ET402", "x", Location("test_a.py", 1, 1, 1, 1), "", "a message", fix=fix, safe=safe)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_encoding_line_ends_and_byte_order_mark_stay(end, mark, encoding):
    """Only the characters of the edit change, wherever the line ends lie.

    REAL BUG THIS CATCHES: a fix turns a file of Windows lines into Unix lines, and the whole file is in the diff.
    """
    if mark and encoding != "utf-8":
        pytest.skip("only UTF-8 has such a mark")
    text = f"# coding: {encoding}\nname = 'größer'\nassert True == name\nx = 1\n"
    start = text.index("True == name")
    after = "name is True"
    data = (mark + text).replace("\n", end).encode(encoding)
    fixed = mended(data, "test_a.py", [finding((start, start + len("True == name"), after))])
    assert fixed == (mark + text.replace("True == name", after)).replace("\n", end).encode(encoding)


def test_a_line_that_is_inserted_ends_as_the_others_do():
    """
    REAL BUG THIS CATCHES: one line of a Windows file ends with a bare line feed after the fix.
    """
    assert mended(b"a = 1\r\nb = 2\r\n", "test_a.py", [finding((6, 6, "c = 3\n"))]) == b"a = 1\r\nc = 3\r\nb = 2\r\n"


def test_a_whole_line_goes_with_both_characters_of_its_end():
    """
    REAL BUG THIS CATCHES: the carriage return of a deleted line stays and makes an empty line.
    """
    assert mended(b"a = 1\r\nb = 2\r\nc = 3\r\n", "test_a.py", [finding((6, 12, ""))]) == b"a = 1\r\nc = 3\r\n"


def test_lines_of_mixed_ends_keep_their_own():
    """
    REAL BUG THIS CATCHES: after the first Windows line every offset is one too small.
    """
    data = b"a = 1\nb = 2\r\nc = 3\rd = 4\n"
    assert mended(data, "test_a.py", [finding((22, 23, "5"))]) == b"a = 1\nb = 2\r\nc = 3\rd = 5\n"


@pytest.mark.parametrize(
    ("data", "edit"),
    [(b"a = 1\n", (4, 5, "(")), (b"# coding: latin-1\na = 1\n", (22, 23, "'\u20ac'"))],
)
def test_a_fix_that_would_break_the_file_is_refused(data, edit):
    """The message names the rule, so that somebody can mend the rule.

    REAL BUG THIS CATCHES: --fix leaves a suite that Python cannot read.
    """
    with pytest.raises(ProjectError, match="the fixes of ET402 would break it"):
        mended(data, "test_a.py", [finding(edit)])


def test_fixes_that_overlap_wait_for_the_next_round():
    """The same edit twice is one edit: two findings may both want an import.

    REAL BUG THIS CATCHES: two rules replace the same call, and the text is cut at places that are no longer there.
    """
    one, two, three = finding((0, 5, "x")), finding((4, 8, "y")), finding((8, 9, "z"))
    twin, insertion, other = finding((0, 5, "x")), finding((9, 9, "a")), finding((9, 9, "b"))
    assert applicable([one, two, three, twin, insertion, other], unsafe=False) == [one, three, twin, insertion]


def test_fixes_that_may_change_a_test_are_asked_for():
    """
    REAL BUG THIS CATCHES: --fix rewrites what a test means.
    """
    risky = finding((0, 1, "x"), safe=False)
    assert applicable([risky], unsafe=False) == []
    assert applicable([risky], unsafe=True) == [risky]


def test_a_file_is_replaced_behind_its_link_and_keeps_its_mode(tmp_path):
    """
    REAL BUG THIS CATCHES: an executable test loses its bit, or a link becomes a copy.
    """
    real, link = tmp_path / "real.py", tmp_path / "test_a.py"
    real.write_bytes(b"old")
    real.chmod(0o750)
    link.symlink_to("real.py")
    replace_file(link, b"new")
    assert (real.read_bytes(), real.stat().st_mode & 0o777, os.readlink(link)) == (b"new", 0o750, "real.py")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["real.py", "test_a.py"]
