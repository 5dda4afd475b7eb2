"""`skeleton_digest`: equal exactly while only the inside of functions differs."""

import pytest

from earnest.errors import ProjectError
from earnest.project import skeleton_digest

MODULE = """
import os

LIMIT = 3
twice = lambda x: 2 * x


@cached
def total(lines, start=0):
    # adds up
    return sum(lines, start)


class Cart:
    size = 1

    async def add(self, line):
        def inner():
            return 1
        self.lines.append(line)


if os.name == "nt":
    def place():
        return "c:"
else:
    try:
        def place():
            return "/"
    except NameError:
        def place():
            return ""
"""

INSIDE = [
    ("sum(lines, start)", "0"),
    ("# adds up", "# adds all"),
    ("return 1", "return 2"),
    ("self.lines.append(line)", "pass"),
    ('"c:"', '"d:"'),
    ('return "/"', 'yield "/"'),
    ('return ""', "import sys"),
    ("LIMIT = 3", "LIMIT = 3\n\n# a comment outside"),
]
OUTSIDE = [
    ("LIMIT = 3", "LIMIT = 4"),
    ("2 * x", "3 * x"),
    ("start=0", "start=1"),
    ("@cached", "@cache"),
    ("size = 1", "size = 2"),
    ("def total", "def sum_up"),
    ("async def", "def"),
    ('"nt"', '"posix"'),
    ("except NameError", "except TypeError"),
    ("class Cart", "class Cart(Base)"),
    ("import os", "import os, sys"),
]


@pytest.mark.parametrize(("before", "after"), INSIDE)
def test_an_edit_inside_a_function_keeps_the_digest(before, after):
    """Also in methods, nested functions and functions under conditions.

    REAL BUG THIS CATCHES: each edit of a function asks every change of its file anew.
    """
    edited = MODULE.replace(before, after)
    assert edited != MODULE
    assert skeleton_digest(edited) == skeleton_digest(MODULE)


@pytest.mark.parametrize(("before", "after"), OUTSIDE)
def test_an_edit_outside_of_functions_changes_the_digest(before, after):
    """Defaults, decorators, signatures, lambdas, class bodies and conditions all count.

    REAL BUG THIS CATCHES: a remembered verdict is used although a default value or a constant has changed.
    """
    edited = MODULE.replace(before, after, 1)
    assert edited != MODULE
    assert skeleton_digest(edited) != skeleton_digest(MODULE)


@pytest.mark.parametrize(
    "frame",
    [
        "for x in y:\n    {}\n", "while x:\n    pass\nelse:\n    {}\n", "with x:\n    {}\n",
        "try:\n    pass\nfinally:\n    {}\n", "try:\n    pass\nexcept* OSError:\n    {}\n",
        "match x:\n    case 1:\n        {}\n", "class A:\n    class B:\n        {}\n",
    ],
)  # fmt: skip
def test_functions_in_every_compound_statement_are_emptied(frame):
    """A function may stand wherever a statement may.

    REAL BUG THIS CATCHES: functions in a `match` or a `finally` count as the module's own code.
    """
    one, other = (frame.format(f"def f(): return {value}") for value in (1, 2))
    assert skeleton_digest(one) == skeleton_digest(other)


def test_a_text_that_does_not_parse_has_no_skeleton():
    """The caller gets the error that the user can mend.

    REAL BUG THIS CATCHES: two different broken files share a digest.
    """
    with pytest.raises(ProjectError):
        skeleton_digest("def f(:\n")
