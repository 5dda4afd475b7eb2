"""ET603: a test of too many behaviours."""

from __future__ import annotations

from collections.abc import Iterator

from ..rule import Bad, Good, Hit, Standing, TestRule
from ..testfile import TestFile
from ..unit import Unit

__all__ = ["GiantTest"]

_LINES = 80
_WHOLE = ("e2e", "end_to_end", "workflow", "journey", "scenario", "integration", "smoke")


class GiantTest(TestRule):
    """A test of more than 80 lines, docstring and decorators not counted. Off unless selected.

    When it fails, its name does not say what is broken, and everything behind the failing line goes untested until that
    is mended.

    Do instead: one test for each behaviour; what they share becomes a fixture.

    Stays silent: for workflows and end-to-end tests, told by a marker or by a word in the name or path.
    """

    code = "ET603"
    name = "giant-test"
    standing = Standing.OPT_IN
    cure = "Write one test for each behaviour, and make what they share a fixture."
    bad = (
        Bad(
            "def test_everything(shop):  # flagged\n"
            + "".join(f"    shop.add({n})\n    assert shop.size == {n}\n" for n in range(1, 46))
        ),
        Bad(
            "class TestShop:\n    def test_all(self, shop):  # flagged\n"
            + "".join(f"        assert shop.price({n}) == {n}\n" for n in range(1, 90))
        ),
    )
    good = (
        Good("def test_add(shop):\n    shop.add(1)\n    assert shop.size == 1\n", "one behaviour"),
        Good(
            "def test_checkout_workflow(shop):\n"
            + "".join(f"    shop.add({n})\n    assert shop.size == {n}\n" for n in range(1, 46)),
            "a workflow is long by nature",
        ),
        Good(
            'def test_add(shop):\n    """' + "\n    Why.\n" * 90 + '    """\n    assert shop.add(1) == 1\n',
            "words are not counted",
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """From the first statement to the last."""
        if not test.body or test.node is None:
            return
        lines = (test.body[-1].end_lineno or 0) - test.body[0].lineno + 1
        told = " ".join([file.path, test.name, *test.markers]).lower()
        if lines > _LINES and not any(word in told for word in _WHOLE):
            yield Hit(test.node, f"{test.name} has {lines} lines and checks more than its name says")
