"""ET110: a test expects a builtin error and does not look which one it got."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Severity
from ..expectation import Expectation, brings_itself, expectations_of
from ..origin import Origin
from ..rule import Bad, Good, Hit, TestRule
from ..syntax import last_name
from ..testfile import TestFile
from ..unit import Unit

__all__ = ["RaisesUnchecked"]

_ALWAYS_VAGUE = frozenset({"ValueError", "OSError", "IOError", "EnvironmentError"})
_VAGUE = _ALWAYS_VAGUE | {"TypeError", "RuntimeError"}
"""Vague where the text shows that it is: Python's own errors of these types name their cause well enough."""
_CONSTRUCTORS = ("__init__", "__post_init__", "__new__")


class RaisesUnchecked(TestRule):
    """A test expects a builtin error such as ValueError, and accepts every one of them.

    A function that validates its input raises ValueError in several places. A test that expects just `ValueError` passes
    for each of them: the check that it is about can be deleted, and the next one, or `int()` three calls below, raises
    in its place. The user then reads the wrong message, and the suite is green.

    Where the function's text shows two or more places that raise this type, it is a warning; where the text cannot be
    found, it is an information.

    Do instead: hold the message with `match=`, or let the code raise a type of its own.

    Stays silent: when `match=`, `check=` or a later look at the exception tells the errors apart; for the project's own
    exception types and for builtin ones that name their cause (KeyError, FileNotFoundError, …); when the called function
    raises this type at exactly one place; when the test itself raises the error in a stand-in or hands it to a double.
    """

    code = "ET110"
    name = "raises-unchecked"
    cure = "Hold the message with `match=`, or raise an exception type of the project's own."
    bad = (
        Bad(
            "import pytest\nfrom app.age import parse\n\n\ndef test_refuses_a_negative_age():\n"
            "    with pytest.raises(ValueError):  # flagged\n        parse('-1')\n",
            files={
                "src/app/age.py": "def parse(text):\n    if not text:\n        raise ValueError('age is missing')\n"
                "    if text.startswith('-'):\n        raise ValueError('age is negative')\n    return int(text)\n"
            },
        ),
        Bad(
            "import pytest\n\n\ndef test_refuses(api):\n    with pytest.raises(OSError):  # flagged\n        api.connect()\n"
        ),
        Bad(
            "import unittest\nfrom app.age import Age\n\n\nclass TestAge(unittest.TestCase):\n    def test_refuses(self):\n"
            "        self.assertRaises(TypeError, Age, None)  # flagged\n",
            files={
                "src/app/age.py": "class Age:\n    def __init__(self, value):\n        if value is None:\n"
                "            raise TypeError('missing')\n        if isinstance(value, str):\n"
                "            raise TypeError('a text')\n        self.value = value\n"
            },
        ),
    )
    good = (
        Good(
            "import pytest\n\n\ndef test_a():\n    with pytest.raises(ValueError, match='negative'):\n        parse('-1')\n",
            "the message is held",
        ),
        Good(
            "import pytest\n\n\ndef test_a():\n    with pytest.raises(ValueError) as caught:\n        parse('-1')\n"
            "    assert 'negative' in str(caught.value)\n",
            "the exception is looked at",
        ),
        Good(
            "import pytest\nfrom app.age import AgeError, parse\n\n\ndef test_a():\n    with pytest.raises(AgeError):\n"
            "        parse('-1')\n",
            "the project's own type names the cause",
            files={
                "src/app/age.py": "class AgeError(ValueError):\n    pass\n\n\ndef parse(text):\n    raise AgeError(text)\n"
            },
        ),
        Good(
            "import pytest\nfrom app.age import parse\n\n\ndef test_a():\n    with pytest.raises(ValueError):\n"
            "        parse('-1')\n",
            "the function raises it at one place, so it is clear which error is meant",
            files={
                "src/app/age.py": "def parse(text):\n    if '-' in text:\n        raise ValueError(text)\n    return 1\n"
            },
        ),
        Good(
            "import pytest\n\n\ndef test_a(table):\n    with pytest.raises(KeyError):\n        table['missing']\n",
            "KeyError names its cause",
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """Expectations of one vague builtin type with nothing said about the message."""
        for one in expectations_of(test):
            names = [file.dotted(kind) for kind in one.types]
            if len(names) != 1 or names[0] not in _VAGUE or one.inspected or brings_itself(test, names[0]):
                continue
            hit = self._weigh(one, names[0], test, file)
            if hit:
                yield hit

    def _weigh(self, one: Expectation, name: str, test: Unit, file: TestFile) -> Hit | None:
        """A warning where the text shows several causes, an information where there is no text to look at."""
        causes = [(origin, count) for origin, count in _causes(one, name, test, file)]
        for origin, count in causes:
            if count > 1:
                return Hit(one.call, f"any of the {count} places where {origin} raises {name} satisfies this")
        if causes or name not in _ALWAYS_VAGUE:
            return None
        return Hit(
            one.call,
            f"expects {name} without its message: it passes whatever the {name} is about",
            severity=Severity.INFO,
        )


def _causes(one: Expectation, name: str, test: Unit, file: TestFile) -> Iterator[tuple[Origin, int]]:
    """The project's functions that the block calls, and at how many places each raises this type."""
    for function, _node in one.raising:
        origin = file.origin_in(test, function)
        bodies: list[ast.AST] = [origin.node] if isinstance(origin.node, ast.FunctionDef | ast.AsyncFunctionDef) else []
        if isinstance(origin.node, ast.ClassDef):
            bodies = [
                member
                for member in origin.node.body
                if isinstance(member, ast.FunctionDef) and member.name in _CONSTRUCTORS
            ]
        count = sum(_raises(node, name) for body in bodies for node in ast.walk(body))
        if count:
            yield origin, count


def _raises(node: ast.AST, name: str) -> bool:
    if not isinstance(node, ast.Raise) or node.exc is None:
        return False
    return last_name(node.exc.func if isinstance(node.exc, ast.Call) else node.exc) == name
