"""The globs of `exclude`."""

import pytest

from earnest.project.patterns import matcher


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("a.py", "a.py", True),
        ("a.py", "src/deep/a.py", True),
        ("a.py", "src/ba.py", False),
        ("generated", "src/generated/deep/a.py", True),
        ("generated", "src/generated_by.py", False),
        ("src/generated", "src/generated/a.py", True),
        ("src/generated", "lib/src/generated/a.py", False),
        ("src/generated/", "src/generated/a.py", True),
        ("./src/a.py", "src/a.py", True),
        ("*_pb2.py", "src/x_pb2.py", True),
        ("src/*.py", "src/a.py", True),
        ("src/*.py", "src/deep/a.py", False),
        ("src/*", "src/deep/a.py", True),
        ("src/**/a.py", "src/a.py", True),
        ("src/**/a.py", "src/b/c/a.py", True),
        ("**/migrations/*.py", "migrations/a.py", True),
        ("**/migrations/*.py", "app/migrations/a.py", True),
        ("**/migrations/*.py", "app/migrations/deep/a.py", False),
        ("src/**", "src/deep/a.py", True),
        ("v?.py", "v1.py", True),
        ("v?.py", "v12.py", False),
        ("v[0-3].py", "v2.py", True),
        ("v[!0-3].py", "v2.py", False),
        ("v[!0-3].py", "v7.py", True),
        ("a.b", "aXb", False),
        ("a[.py", "a[.py", True),
    ],
)
def test_a_glob_matches_what_its_manual_says(pattern, path, matches):
    """Without a slash at any depth, with one from the root; a directory stands for what is below it.

    REAL BUG THIS CATCHES: `src/*.py` leaves out the whole of src, or `generated` nothing.
    """
    assert matcher([pattern])(path) is matches


def test_without_globs_nothing_is_matched():
    """An empty list excludes nothing.

    REAL BUG THIS CATCHES: the empty regular expression matches, and no file is left.
    """
    assert not matcher([])("")
    assert matcher(["a.py", "b.py"])("b.py")
