"""`is_never_none`, `is_always_true`: what functions of the project hand back, by their text."""

import pytest

from earnest.review.returns import is_always_true, is_never_none

CODE = """
from dataclasses import dataclass


@dataclass
class User:
    email: str


class Rows:
    def __len__(self):
        return 0


def make(email):
    return User(email)


def make_rows():
    return Rows()


def find(email) -> User | None:
    return None


def maybe(email):
    if email:
        return User(email)


def count(rows) -> int:
    return len(rows)


def pick(rows):
    return rows.first()


def stored(row) -> User:
    try:
        return row.save()
    except OSError:
        raise


def status():
    return {"status": "ok"}


def each(rows):
    yield from rows


@cached
def decorated():
    return User("a")
"""


@pytest.mark.parametrize(
    ("name", "never_none", "always_true"),
    [
        ("User", True, True),
        ("Rows", True, False),
        ("make", True, True),
        ("make_rows", True, False),
        ("find", False, False),
        ("maybe", False, False),
        ("count", True, False),
        ("pick", False, False),
        ("stored", True, False),
        ("status", True, True),
        ("each", False, False),
        ("decorated", False, False),
    ],
)
def test_the_text_tells_whether_a_result_can_be_missing(name, never_none, always_true, suite_file):
    """Where it can, asking for it is a check.

    REAL BUG THIS CATCHES: `assert find(x) is not None` is called empty though `find` returns None for what it does not
    find; or the like with `assert rows`, which fails for an empty container.
    """
    file = suite_file({"src/app/users.py": CODE, "tests/test_a.py": "from app import users\n"})
    origin = file.origin(f"app.users.{name}")
    assert is_never_none(origin, file.codebase) is never_none
    assert is_always_true(origin, file.codebase) is always_true
