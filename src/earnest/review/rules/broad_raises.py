"""ET109: a test expects just any exception."""

from __future__ import annotations

from collections.abc import Iterator

from ..expectation import brings_itself, expectations_of
from ..rule import Bad, Good, Hit, TestRule
from ..testfile import TestFile
from ..unit import Unit

__all__ = ["BroadRaises"]

_BROAD = frozenset({"Exception", "BaseException"})


class BroadRaises(TestRule):
    """A test expects `Exception`, so any failure at all satisfies it.

    `pytest.raises(Exception)` passes when the code refuses a bad order, and it passes as well when the function was
    renamed, an argument is missing, or the database cannot be reached: all of these are exceptions. The day the code
    breaks, this test is the one that stays green.

    Do instead: name the exception that the code promises, `pytest.raises(OutOfStock)`; where the promise really is no
    more than `Exception`, hold it to its text with `match=`.

    Stays silent: when `match=` or `check=` is given, when the caught exception is looked at afterwards, when the test
    itself raises Exception in a stand-in or hands it to a double, and for every narrower type.
    """

    code = "ET109"
    name = "broad-raises"
    cure = "Name the exception that the code promises, or hold its message with `match=`."
    bad = (
        Bad(
            "import pytest\nfrom app.orders import place\n\n\ndef test_refuses_an_empty_order():\n"
            "    with pytest.raises(Exception):  # flagged\n        place([])\n",
            files={
                "src/app/orders.py": "def place(lines):\n    if not lines:\n        raise ValueError('empty')\n    return 1\n"
            },
        ),
        Bad(
            "import unittest\n\n\nclass TestOrders(unittest.TestCase):\n    def test_refuses(self):\n"
            "        self.assertRaises(BaseException, int, 'x')  # flagged\n"
        ),
        Bad(
            "import pytest\n\n\ndef test_refuses():\n"
            "    with pytest.raises((ValueError, Exception)) as caught:  # flagged\n        int('x')\n"
        ),
    )
    good = (
        Good(
            "import pytest\n\n\ndef test_a():\n    with pytest.raises(Exception, match='out of stock'):\n        place()\n",
            "the message is held",
        ),
        Good(
            "import pytest\n\n\ndef test_a():\n    with pytest.raises(Exception) as caught:\n        place()\n"
            "    assert caught.value.code == 409\n",
            "the exception is looked at",
        ),
        Good(
            "import pytest\n\n\ndef test_a(store, mocker):\n    mocker.patch('app.mail.send', side_effect=Exception('down'))\n"
            "    with pytest.raises(Exception):\n        store.place()\n    assert store.orders == []\n",
            "the exception is the test's own, and what counts is that nothing was stored",
        ),
        Good(
            "import pytest\n\n\ndef test_a(tmp_path):\n    (tmp_path / 'plugin.py').write_text('raise Exception')\n"
            "    with pytest.raises(Exception):\n        load(tmp_path)\n",
            "the test wrote the code that raises it",
        ),
        Good(
            "import pytest\n\n\ndef test_a():\n    with pytest.raises(LookupError):\n        {}['a']\n",
            "a type that tells one failure from others",
        ),
        Good(
            "import unittest\n\n\nclass TestA(unittest.TestCase):\n    def test_a(self):\n"
            "        with self.assertRaisesRegex(Exception, 'stock'):\n            place()\n",
            "the message is held",
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """Expectations one of whose types is Exception or BaseException, with nothing else said about it."""
        for one in expectations_of(test):
            broad = next((name for name in map(file.dotted, one.types) if name in _BROAD), "")
            if broad and not one.inspected and not brings_itself(test, broad) and not _is_raised_here(broad, test):
                yield Hit(
                    one.call,
                    f"expects {broad}, and a misspelt name or a missing argument in the test is one too: any failure passes",
                )


def _is_raised_here(name: str, test: Unit) -> bool:
    """Whether the test writes code into a file that raises it, or, since hardly anybody raises BaseException, the file
    has a stand-in that does."""
    assert test.node is not None
    lines = test.file.lines if name == "BaseException" else test.file.lines[test.node.lineno - 1 : test.node.end_lineno]
    return any(f"raise {name}" in line for line in lines)
