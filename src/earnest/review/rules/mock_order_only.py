"""ET209: the only thing that a test checks is the order in which a double was called."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..double import is_mock_call
from ..doubles import doubles_of
from ..oracles import OracleKind, oracles_of
from ..rule import Bad, Good, Hit, Standing, TestRule
from ..symbols import SymbolKind
from ..syntax import constant, dotted_name, keyword, last_name
from ..testfile import TestFile
from ..unit import Unit

__all__ = ["MockOrderOnly"]

_ORDER = frozenset({"assert_has_calls", "assert_has_awaits"})
_APP = {
    "src/app/__init__.py": "",
    "src/app/notes.py": "def log(text):\n    return text\n\n\ndef tell(texts):\n    for text in texts:\n        log(text)\n",
    "src/app/wire.py": "import socket\n\n\ndef send(data):\n    socket.create_connection(('h', 1)).sendall(data)\n",
}


class MockOrderOnly(TestRule):
    """The only thing that a test checks is in which order a double of the project's own code was called.

    It writes down how the code is built today. Another order that does the same work turns it red, and a wrong result of
    the same calls leaves it green.

    Do instead: check what comes of the calls; keep the order for protocols, in which it is the outcome.

    Stays silent: doubles at the project's boundary and of third parties, where the calls are a protocol; a double whose
    place cannot be found; a single expected call, or `any_order=True`; any other check beside it.
    """

    code = "ET209"
    name = "mock-order-only"
    standing = Standing.PREVIEW
    cure = "Check what comes of the calls, not their order."
    bad = (
        Bad(
            "from unittest.mock import call, patch\nfrom app.notes import tell\n\n\n"
            "def test_tell():  # flagged\n    with patch('app.notes.log') as log:\n        tell(['a', 'b'])\n"
            "    log.assert_has_calls([call('a'), call('b')])\n",
            files=_APP,
        ),
        Bad(
            "from unittest.mock import MagicMock, call\n\n\ndef test_order():  # flagged\n    client = MagicMock()\n"
            "    client.connect()\n    client.send('a')\n    client.assert_has_calls([call.connect(), call.send('a')])\n",
        ),
    )
    good = (
        Good(
            "from unittest.mock import call, patch\nfrom app.notes import tell\n\n\n"
            "def test_tell():\n    with patch('app.wire.send') as send:\n        tell(['a', 'b'])\n"
            "    send.assert_has_calls([call(b'HELLO'), call(b'BYE')])\n",
            "the wire is the boundary, and this is its protocol",
            files=_APP,
        ),
        Good(
            "from unittest.mock import MagicMock, call\nfrom app.notes import tell\n\n\ndef test_tell():\n"
            "    sink = MagicMock()\n    tell(sink)\n    sink.assert_has_calls([call.write('a'), call.flush()])\n",
            "nobody can say what the sink stands for",
            files=_APP,
        ),
        Good(
            "from unittest.mock import call, patch\nfrom app.notes import tell\n\n\n"
            "def test_tell():\n    with patch('app.notes.log') as log:\n        assert tell(['a', 'b']) is None\n"
            "    log.assert_has_calls([call('a'), call('b')])\n",
            "something else is checked too",
            files=_APP,
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """Tests whose only checks are `assert_has_calls` on own code, or on a mock that the test itself calls."""
        if "assert_has_" not in file.text or not test.calls(*_ORDER):
            return
        checks = oracles_of(test)
        calls = [check.node for check in checks if check.kind is OracleKind.MOCK and isinstance(check.node, ast.Call)]
        if len(calls) != len(checks) or not all(last_name(call.func) in _ORDER for call in calls):
            return
        if any(constant(keyword(call, "any_order")) is True or _is_single(call) for call in calls):
            return
        for call in calls:
            assert isinstance(call.func, ast.Attribute)
            blamed = _blamed(dotted_name(call.func.value), test)
            if blamed:
                yield Hit(test.node or file.tree, f"checks only in which order {blamed} was called")
                return


def _is_single(call: ast.Call) -> bool:
    """Whether one call alone is expected, which has no order."""
    given = call.args[0] if call.args else None
    return isinstance(given, ast.List | ast.Tuple) and len(given.elts) < 2


def _blamed(mock: str, test: Unit) -> str:
    first = mock.partition(".")[0]
    for double in doubles_of(test):
        if mock in double.names or first in double.names:
            if "." in mock and double.origin.kind is SymbolKind.FUNCTION:
                return ""  # of what the function or property gives, nobody knows
            return f"{double.origin}, which is yours," if double.origin.own else ""
    made = test.assigned.get(first, ())
    if not made or not all(is_mock_call(one, test) for one in made):
        return ""
    called = [call for call in test.of(ast.Call) if dotted_name(call.func).startswith(f"{first}.")]
    itself = [call for call in called if not last_name(call.func).startswith("assert_")]
    handed = any(
        isinstance(given, ast.Name) and given.id == first
        for call in test.of(ast.Call)
        for given in (*call.args, *(one.value for one in call.keywords))
    )
    return f"`{first}`, a mock that the test itself calls," if itself and not handed else ""
