"""ET708: a name that tells no scenario."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import Severity
from ..rule import Bad, Good, Hit, Standing, TestRule
from ..testfile import TestFile
from ..unit import Unit

__all__ = ["VagueName"]

_VAGUE = re.compile(
    r"test_?(?:\d+|it|this|that|stuff|things?|works?|basics?|simple|ok|okay|good|bad|fail(?:s|ure)?|success|main|run|all|case_?\d*|one|two|three|first|second|third"
    r"|foo|bar|misc|general|default|something|everything|normal|happy|happy_path|\w*?_\d+|[a-z])",
    re.I,
)


class VagueName(TestRule):
    """A test's name that says neither what is done nor what should come of it: `test_1`, `test_it`, `test_works`,
    `test_login_2`. Off unless selected.

    When it fails at night, the name is all that the message has. `test_login_2 failed` starts a search, a sentence starts a
    repair.

    Do instead: what is done, under which circumstances, and what should come of it:
    `test_login_with_a_locked_account_is_refused`.

    Stays silent: for any name with a word of its own behind `test_`, whatever its style.
    """

    code = "ET708"
    name = "vague-name"
    standing = Standing.OPT_IN
    severity = Severity.INFO
    cure = "Say what is done, under which circumstances, and what should come of it."
    bad = (
        Bad("def test_1(shop):  # flagged\n    assert shop.open\n"),
        Bad("def test_works(shop):  # flagged\n    assert shop.open\n"),
        Bad("def test_one(shop):  # flagged\n    assert shop.open\n"),
        Bad("def test_login_2(shop):  # flagged\n    assert shop.open\n"),
    )
    good = (
        Good("def test_login_with_a_locked_account_is_refused(shop):\n    assert shop.open\n", "a sentence"),
        Good("def test_refund(shop):\n    assert shop.open\n", "short, and yet it names something"),
        Good("def test_base64(shop):\n    assert shop.open\n", "a number that belongs to the word"),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """The whole name must be vague."""
        assert test.node is not None
        if _VAGUE.fullmatch(test.name):
            yield Hit(test.node, f"the name {test.name} tells no scenario: what is done, and what should come of it?")
