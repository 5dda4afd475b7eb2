"""ET303: a test replaces a private function, class or attribute of the project."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..doubles import Double, doubles_in
from ..origin import Party
from ..privacy import is_private
from ..rule import Bad, FileRule, Good, Hit
from ..symbols import SymbolKind
from ..testfile import TestFile

__all__ = ["PatchPrivate"]

_NAME = re.compile(r"[\"'.]_[a-zA-Z]")
"""A private name as the text of a target has it."""
_CLIENT = {
    "src/app/client.py": (
        "import time as _time\n\n_LIMIT = 3\n\n\n"
        "class Client:\n"
        "    def fetch(self, key):\n"
        "        return self._request(key)\n\n"
        "    def _request(self, key):\n"
        "        return key\n\n\n"
        "def _retry():\n"
        "    return _LIMIT, _time\n"
    )
}


class PatchPrivate(FileRule):
    """A test puts a double in the place of a function, method or class of the project that is private.

    The patch names a detail that nobody promised to keep. When the code is rearranged, the test either breaks for no
    reason or, worse, goes on passing with a double that nothing calls any more. And the lines that were replaced are lines
    of your own that the test no longer runs.

    Do instead: replace what lies behind the private function and is not yours, such as the HTTP client or the clock, or
    hand a double in through a public parameter.

    Stays silent: when a setting such as `_LIMIT` gets another plain value; on private names of other projects; when the
    target cannot be found in the project's text; on the project's alias of something that is not its own
    (`import time as _time`).
    """

    code = "ET303"
    name = "patch-private"
    cure = "Replace what is not yours behind it, or hand the double in through a public parameter."
    bad = (
        Bad(
            "from unittest.mock import patch\nfrom app.client import Client\n\n\ndef test_fetch():\n"
            '    with patch.object(Client, "_request", return_value=1):  # flagged\n'
            '        assert Client().fetch("a") == 1\n',
            _CLIENT,
        ),
        Bad(
            'from unittest.mock import patch\n\n\n@patch("app.client._retry")  # flagged\n'
            "def test_retry(retry):\n    assert retry\n",
            _CLIENT,
        ),
        Bad(
            "import pytest\nfrom app import client\n\n\n@pytest.fixture(autouse=True)\ndef no_retry(monkeypatch):\n"
            '    monkeypatch.setattr(client, "_retry", lambda: 1)  # flagged\n',
            _CLIENT,
        ),
    )
    good = (
        Good(
            "from unittest.mock import patch\n\n\ndef test_fetch():\n"
            '    with patch("app.client.Client.fetch", return_value=1) as fetch:\n        assert fetch\n',
            "the method is public; other rules judge that",
            _CLIENT,
        ),
        Good(
            "from app import client\n\n\ndef test_limit(monkeypatch):\n"
            '    monkeypatch.setattr(client, "_LIMIT", 1)\n    assert client._retry\n',
            "a setting gets another value; no behaviour is replaced",
            _CLIENT,
        ),
        Good(
            "from unittest.mock import patch\nfrom app import client\n\n\ndef test_clock():\n"
            '    with patch("app.client._time"), patch("urllib3._collections.x"), patch.object(client, "_gone"):\n'
            "        assert client\n",
            "an alias of the standard library, another project, and a name that does not exist",
            _CLIENT,
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """The doubles of tests, fixtures and helpers alike."""
        if "patch" not in file.text or not _NAME.search(file.text):
            return
        for unit in file.units:
            for double in doubles_in(unit):
                if _is_private(double):
                    yield Hit(double.node, f"replaces {double.origin}, which is private to your code", unit)


def _is_private(double: Double) -> bool:
    origin = double.origin
    return (
        origin.party in (Party.FIRST, Party.BOUNDARY)
        and origin.kind in (SymbolKind.FUNCTION, SymbolKind.CLASS)
        and double.is_behaviour
        and is_private(origin.dotted.rpartition(".")[2])
        and is_private(double.target.rpartition(".")[2])
    )
