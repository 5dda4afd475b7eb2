"""ET701: a test does not say which bug it catches."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...model import Severity
from ..rule import Bad, Good, Hit, Standing, TestRule
from ..testfile import TestFile
from ..unit import Unit

__all__ = ["BugStatement"]

_STATEMENT = re.compile(r"REAL BUGS? THIS CATCHES:\s*(?P<text>.*)", re.S | re.I)
_EMPTY = re.compile(r"^(?:todo|tbd|fixme|n/?a|none|bugs?|something|anything|errors?|regressions?|\.\.\.|…)\W*$", re.I)
_WORDS = 4


class BugStatement(TestRule):
    """A test without `REAL BUG THIS CATCHES:` in its docstring, or with one that names nothing. Off unless selected.

    Writing the sentence is the cheapest review there is: whoever cannot name a bug that the test would catch has written
    one that catches none. `earnest check` holds the tests to it.

    Do instead: one sentence that says what would be broken in production: "REAL BUG THIS CATCHES: a refund is booked
    twice when the provider answers late."

    Stays silent: where the sentence stands in the docstring of the test's class and covers all of it.
    """

    code = "ET701"
    name = "bug-statement"
    standing = Standing.OPT_IN
    severity = Severity.INFO
    cure = 'Say in the docstring what would be broken in production: "REAL BUG THIS CATCHES: …".'
    bad = (
        Bad("def test_refund(shop):  # flagged\n    assert shop.refund(1) == 1\n"),
        Bad(
            'def test_refund(shop):  # flagged\n    """REAL BUG THIS CATCHES: TODO"""\n    assert shop.refund(1) == 1\n'
        ),
    )
    good = (
        Good(
            'def test_refund(shop):\n    """REAL BUG THIS CATCHES: a refund is booked twice."""\n'
            "    assert shop.refund(1) == 1\n",
            "it names the bug",
        ),
        Good(
            'class TestRefund:\n    """REAL BUG THIS CATCHES: a refund is booked twice."""\n\n'
            "    def test_once(self, shop):\n        assert shop.refund(1) == 1\n",
            "the class names it",
        ),
        Good(
            'def test_refund(shop):\n    """A refund.\n\n    REAL BUG THIS CATCHES:\n    the amount is booked twice\n    """\n'
            "    assert shop.refund(1) == 1\n",
            "on the next line",
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """The docstrings of the test and of the classes around it."""
        assert test.node is not None
        documented = [node for node in (test.node, *test.classes) if ast.get_docstring(node)]
        statements = [
            match["text"]
            for node in documented
            for match in [_STATEMENT.search(ast.get_docstring(node) or "")]
            if match
        ]
        if not statements:
            yield Hit(test.node, f"{test.name} does not say which real bug it catches")
        elif not any(_names_something(text) for text in statements):
            yield Hit(
                test.node, f"the bug statement of {test.name} names nothing: {' '.join(statements[0].split())[:40]!r}"
            )


def _names_something(text: str) -> bool:
    words = text.split()
    return len(words) >= _WORDS and not _EMPTY.match(" ".join(words))
