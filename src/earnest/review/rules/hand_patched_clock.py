"""ET409: a test replaces the clock by hand."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..doubles import Double, doubles_in
from ..rule import Bad, FileRule, Good, Hit
from ..syntax import dotted_name
from ..testfile import TestFile
from ..unit import Unit

__all__ = ["HandPatchedClock"]

_FUNCTIONS = frozenset({"time.time", "time.time_ns"})
_TYPES = frozenset({"datetime.datetime", "datetime.date"})
_METHODS = frozenset({
    "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today",
})  # fmt: skip
_CLOCKS = _FUNCTIONS | _TYPES | _METHODS | {"datetime"}
_APP = {
    "src/app/tokens.py": (
        "import time\nfrom datetime import datetime\n\n\ndef clock():\n    return time.time()\n\n\n"
        "def expired(token):\n    return token < datetime.now()\n"
    )
}


class HandPatchedClock(FileRule):
    """A test puts a double in the place of `datetime`, `date` or `time.time`.

    Such a clock is wrong in all the places that the test did not think of. A mocked `datetime` is no class any more, so
    that `isinstance(value, datetime)` raises and `datetime(2026, 1, 1)` returns a mock; `time.time` stands still while
    `datetime.now` and `monotonic` go on; and a patch in one module leaves every other module's clock alone.

    Do instead: use time-machine or freezegun, which set all clocks together and keep the types; or hand the clock in as a
    parameter.

    Stays silent: when the project's own clock function is replaced, since that is what it is for; on `time.monotonic` and
    `time.perf_counter`, which those libraries leave alone; on `time.sleep`, which tells no time; on a plain value; when
    the target cannot be followed to the standard library.
    """

    code = "ET409"
    name = "hand-patched-clock"
    cure = "Set the clock with time-machine or freezegun, or hand it in as a parameter."
    bad = (
        Bad(
            "from unittest.mock import patch\n\n\n@patch('app.tokens.datetime')  # flagged\ndef test_expiry(clock):\n"
            "    clock.now.return_value = 1\n",
            _APP,
        ),
        Bad(
            "import time\n\n\ndef test_expiry(monkeypatch):\n"
            "    monkeypatch.setattr(time, 'time', lambda: 100.0)  # flagged\n",
        ),
        Bad(
            "from unittest import mock\n\n\ndef test_expiry():\n"
            "    with mock.patch('app.tokens.time.time', return_value=5):  # flagged\n        pass\n",
            _APP,
        ),
    )
    good = (
        Good(
            "from unittest.mock import patch\nimport app.tokens\n\n\ndef test_expiry():\n"
            "    with patch('app.tokens.clock', return_value=5), patch('time.sleep'), patch('app.gone.datetime'):\n"
            "        with patch('time.monotonic', side_effect=[1, 2]):\n            assert app.tokens.clock() == 5\n",
            "the project's own clock, a sleep, a target that cannot be found, and a clock that only counts",
            _APP,
        ),
        Good(
            "import time_machine\n\n\n@time_machine.travel('2026-01-01')\ndef test_expiry(token):\n"
            "    assert not token.expired\n",
            "a library that sets all clocks together",
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """The doubles of the file whose target is a clock of the standard library."""
        if "patch" not in file.text or not ("time" in file.text or "date" in file.text):
            return
        for unit in file.units:
            for double in doubles_in(unit):
                if double.origin.dotted in _CLOCKS and double.is_behaviour and not _only_measures(double, unit):
                    shown = double.target if double.target == double.origin.dotted else f"{double.target}, which is"
                    told = shown if shown == double.target else f"{shown} {double.origin.dotted}"
                    yield Hit(double.node, f"replaces {told}, and leaves every other clock as it is", unit)


def _only_measures(double: Double, unit: Unit) -> bool:
    """Whether the double hands on to the real thing: `wraps=datetime`, a subclass of it."""
    value = double.replacement
    given = double.node.keywords if isinstance(double.node, ast.Call) else []
    if any(one.arg == "wraps" for one in given):
        return True
    return (
        isinstance(value, ast.Call)
        and any(one.arg == "wraps" for one in value.keywords)
        and bool(dotted_name(value.func))
    )
