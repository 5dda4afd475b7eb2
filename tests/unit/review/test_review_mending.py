"""`asking_for`: the edit after which a function gets a fixture."""

import pytest

from earnest.review.mending import asking_for


def applied(text, edits):
    """The text behind the edits."""
    for edit in sorted(edits, key=lambda one: one.start, reverse=True):
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("def test_a():\n    pass\n", "def test_a(tmp_path):\n    pass\n"),
        (
            "def test_a(x: dict[str, int], y=1):\n    pass\n",
            "def test_a(x: dict[str, int], tmp_path, y=1):\n    pass\n",
        ),
        (
            "class TestA:\n    async def test_a(self) -> None:\n        pass\n",
            "class TestA:\n    async def test_a(self, tmp_path) -> None:\n        pass\n",
        ),
        ("def test_a(x, tmp_path):\n    pass\n", "def test_a(x, tmp_path):\n    pass\n"),
        ("@mark('()')\ndef test_ü(ä):\n    pass\n", "@mark('()')\ndef test_ü(ä, tmp_path):\n    pass\n"),
    ],
)
def test_a_test_asks_for_the_fixture_behind_its_required_parameters(before, after, suite_file):
    """A parameter without default may not follow one with a default.

    REAL BUG THIS CATCHES: the fix writes a parameter list that Python refuses, and the whole file is no longer collected.
    """
    file = suite_file({"tests/test_a.py": before})
    assert applied(before, asking_for(file, file.tests[0], "tmp_path")) == after


@pytest.mark.parametrize(
    "text",
    [
        "import unittest\n\n\nclass TestA(unittest.TestCase):\n    def test_a(self):\n        pass\n",
        "def test_a(*, x=1):\n    pass\n",
        "def test_a(x=1):\n    pass\n",
    ],
)
def test_a_test_that_cannot_get_the_fixture_is_not_mended(text, suite_file):
    """
    REAL BUG THIS CATCHES: a method of a TestCase gets a parameter that nobody fills, and fails with a TypeError.
    """
    file = suite_file({"tests/test_a.py": text})
    assert asking_for(file, file.tests[0], "tmp_path") is None
