"""ET304: a test reads a mock's call by position."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from ...model import TextEdit
from ..rule import Bad, FileRule, Good, Hit
from ..syntax import constant, source_of
from ..testfile import TestFile
from ..unit import Unit

__all__ = ["PositionalCallArgs"]

_CALL = frozenset({"call_args", "await_args"})
"""Attributes of a mock that hold one call: positional arguments, keyword arguments."""
_LISTS = frozenset({"call_args_list", "await_args_list"})
_NAMED_LISTS = frozenset({"mock_calls", "method_calls"})
"""Their calls begin with the name of what was called."""
_PAIR: Mapping[object, str] = {0: "args", 1: "kwargs"}
_TRIPLE: Mapping[object, str] = {1: "args", 2: "kwargs"}


class PositionalCallArgs(FileRule):
    """A test takes a recorded call of a mock apart by number: `call_args[0][0]`, `call_args[1]["timeout"]`.

    Nobody sees which of the numbers means positional and which keyword arguments, and a reader who guesses wrong writes
    the next assertion against the wrong half. In `mock_calls` the same numbers mean something else again.

    Do instead: write `call_args.args[0]` and `call_args.kwargs["timeout"]` (Python 3.8 and later), or state the whole
    call with `assert_called_once_with(...)`.

    Stays silent: on unpacking (`args, kwargs = mock.call_args`); on `.args` and `.kwargs`; on lists that a fake of the
    suite's own keeps under another name; in files that have nothing to do with mocks.
    """

    code = "ET304"
    name = "positional-call-args"
    cure = "Write `.args` or `.kwargs`, or assert the whole call."
    safe_fix = True
    bad = (
        Bad(
            "def test_command(mocker):\n    run = mocker.patch('subprocess.run')\n"
            "    assert run.call_args[0][0] == ['git']  # flagged\n"
            "    assert run.call_args[1]['check'] is True  # flagged\n",
            fixed="def test_command(mocker):\n    run = mocker.patch('subprocess.run')\n"
            "    assert run.call_args.args[0] == ['git']  # flagged\n"
            "    assert run.call_args.kwargs['check'] is True  # flagged\n",
        ),
        Bad(
            "from unittest.mock import Mock\n\n\ndef test_calls():\n    send = Mock()\n    send('a', to='b')\n"
            "    assert send.call_args_list[0][0] == ('a',)  # flagged\n"
            "    assert send.mock_calls[-1][2] == {'to': 'b'}  # flagged\n"
            "    first = send.call_args\n"
            "    assert first[0] == ('a',)  # flagged\n"
            "    for call in send.call_args_list:\n"
            "        assert call[1] == {'to': 'b'}  # flagged\n",
            fixed="from unittest.mock import Mock\n\n\ndef test_calls():\n    send = Mock()\n    send('a', to='b')\n"
            "    assert send.call_args_list[0].args == ('a',)  # flagged\n"
            "    assert send.mock_calls[-1].kwargs == {'to': 'b'}  # flagged\n"
            "    first = send.call_args\n"
            "    assert first.args == ('a',)  # flagged\n"
            "    for call in send.call_args_list:\n"
            "        assert call.kwargs == {'to': 'b'}  # flagged\n",
        ),
    )
    good = (
        Good(
            "from unittest.mock import Mock\n\n\ndef test_calls():\n    send = Mock()\n    send('a', to='b')\n"
            "    assert send.call_args.args[0] == 'a'\n    assert send.call_args.kwargs == {'to': 'b'}\n"
            "    args, kwargs = send.call_args\n    assert args[0] == 'a'\n    name = send.mock_calls[0][0]\n"
            "    assert name == ''\n    assert send.call_args_list[0] == (('a',), {'to': 'b'})\n",
            "the halves have names; the first part of a mock_calls entry is the name, and has no other",
        ),
        Good(
            "def test_fake(server):\n    call = server.calls[0]\n    assert call[0] == 'a'\n"
            "    assert server.call_args[0] == 1\n",
            "no mock is in sight: a recorder of the suite's own may keep lists under these names",
        ),
        Good(
            "from unittest.mock import Mock\n\n\ndef test_rows():\n    run = Mock()\n    call = run.call_args\n"
            "    call = [1, 2]\n    assert call[0] == 1\n",
            "the name was bound again to something else",
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """Subscripts with the numbers 0 to 2 on what holds a call."""
        if "mock" in file.text and any(word in file.text for word in (*_CALL, *_LISTS, *_NAMED_LISTS)):
            for test in file.tests:
                yield from self._subscripts(test, file)

    def _subscripts(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        loops: dict[str, Mapping[object, str]] | None = None
        for node in test.of(ast.Subscript):
            index = constant(node.slice)
            if not isinstance(index, int) or isinstance(index, bool) or not isinstance(node.ctx, ast.Load):
                continue
            if loops is None:
                loops = _loops(test)
            part = _parts(node.value, test, loops).get(index)
            if part:
                message = f"`{source_of(node)}` takes a recorded call apart by number where `.{part}` has a name"
                edit = TextEdit(file.span(node.value)[1], file.span(node)[1], f".{part}")
                yield Hit(node, message, test, (edit,))


def _parts(node: ast.expr, test: Unit, loops: Mapping[str, Mapping[object, str]]) -> Mapping[object, str]:
    """What the numbers mean in this expression: nothing where it does not hold one call of a mock."""
    if isinstance(node, ast.Attribute) and node.attr in _CALL:
        return _PAIR
    if isinstance(node, ast.Subscript):
        return {} if isinstance(node.slice, ast.Slice) else _entries(node.value)
    if isinstance(node, ast.Name):
        values = test.assigned.get(node.id, ())
        if node.id in loops:
            return {} if values else loops[node.id]
        kinds = [_parts(value, test, {}) for value in values if not isinstance(value, ast.Name)]
        return kinds[0] if kinds and len(kinds) == len(values) and all(kind is kinds[0] for kind in kinds) else {}
    return {}


def _entries(node: ast.expr) -> Mapping[object, str]:
    """What the numbers mean in the entries of a list of calls."""
    if isinstance(node, ast.Attribute) and node.attr in _LISTS:
        return _PAIR
    return _TRIPLE if isinstance(node, ast.Attribute) and node.attr in _NAMED_LISTS else {}


def _loops(test: Unit) -> dict[str, Mapping[object, str]]:
    """The names that go through a list of calls, and what the numbers mean in them."""
    found: dict[str, Mapping[object, str]] = {}
    loops: list[ast.For | ast.comprehension] = [*test.of(ast.For), *test.of(ast.comprehension)]
    for loop in loops:
        if isinstance(loop.target, ast.Name):
            entries = _entries(loop.iter)
            known = found.setdefault(loop.target.id, entries)
            if known is not entries:
                found[loop.target.id] = {}
    return found
