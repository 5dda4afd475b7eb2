"""ET211: a patch starts after everything that it could affect."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ..double import Double
from ..doubles import doubles_in, mocks_of
from ..rule import Bad, Good, Hit, TestRule
from ..syntax import dotted_name, last_name
from ..testfile import TestFile
from ..unit import Unit
from ..walk import parent_of

__all__ = ["LatePatch"]

_HARMLESS = frozenset({"isinstance", "type"})
"""Builtins that run no code of their arguments."""
_APP = {
    "src/app/__init__.py": "",
    "src/app/jobs.py": "def send():\n    return 1\n\n\ndef start():\n    return send()\n",
}


class LatePatch(TestRule):
    """A patch is put in place after the call that it should affect: nothing runs behind it.

    The call met the real function, so the test did for real what it wanted to avoid, and what it asserts has nothing to do
    with the double.

    Do instead: patch first, then call.

    Stays silent: anything is called behind the patch (inside its `with` block), or an attribute of an object is read there,
    which may run code; a patcher that is only prepared.
    """

    code = "ET211"
    name = "late-patch"
    cure = "Put the patch in place before the call."
    bad = (
        Bad(
            "from app.jobs import start\n\n\ndef test_start(mocker):\n    result = start()\n"
            "    mocker.patch('app.jobs.send', return_value=2)  # flagged\n    assert result == 1\n",
            files=_APP,
        ),
        Bad(
            "from unittest.mock import patch\nfrom app.jobs import start\n\n\ndef test_start():\n"
            "    result = start()\n    with patch('app.jobs.send') as send:  # flagged\n        assert result "
            "== 1\n        send.assert_not_called()\n",
            files=_APP,
        ),
    )
    good = (
        Good(
            "from app.jobs import start\n\n\ndef test_start(mocker):\n    mocker.patch('app.jobs.send', "
            "return_value=2)\n"
            "    assert start() == 2\n",
            "the patch comes first",
            files=_APP,
        ),
        Good(
            "from app.jobs import start\n\n\ndef test_start(mocker):\n    first = start()\n"
            "    mocker.patch('app.jobs.send', return_value=2)\n    assert (first, start()) == (1, 2)\n",
            "something is called behind it",
            files=_APP,
        ),
        Good(
            "from app.jobs import start\n\n\ndef test_start(mocker, job):\n    start()\n"
            "    mocker.patch('app.jobs.send', return_value=2)\n    assert job.state == 2\n",
            "reading an attribute may run code",
            files=_APP,
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """Patches in the test's own body with code before them and nothing that runs behind them."""
        doubles = [one for one in doubles_in(test) if one.technique in ("patch", "patch.object", "setattr")]
        if not doubles:
            return
        mocks = mocks_of(test)
        seen: set[int] = set()
        for double in doubles:
            behind = _behind(double, test)
            if id(double.node) in seen or not behind or not _calls_before(double, test):
                continue
            seen.add(id(double.node))
            if not any(_runs(statement, mocks | set(double.names)) for statement in behind):
                yield Hit(
                    double.node,
                    f"replaces {double.target or 'something'} after the call that it should affect: nothing "
                    f"runs behind it",
                )


def _behind(double: Double, test: Unit) -> Sequence[ast.stmt]:
    """The statements for which the double is in place; empty where that is not plain."""
    around = parent_of(double.node)
    if isinstance(around, ast.withitem):
        block = parent_of(around)
        plain = isinstance(block, ast.With | ast.AsyncWith) and parent_of(block) is test.node
        return block.body if plain and isinstance(block, ast.With | ast.AsyncWith) else ()
    statement = around if isinstance(around, ast.Expr | ast.Assign) else None
    if statement is None or parent_of(statement) is not test.node or not _is_immediate(double):
        return ()
    body = list(test.body)
    return body[body.index(statement) + 1 :]


def _is_immediate(double: Double) -> bool:
    """Whether the call itself puts the double in place: `mocker.patch(...)`, `monkeypatch.setattr(...)`."""
    first = dotted_name(double.node.func).partition(".")[0] if isinstance(double.node, ast.Call) else ""
    return first in double.unit.arguments


def _calls_before(double: Double, test: Unit) -> bool:
    calls = (call for call in test.of(ast.Call) if call.lineno < double.node.lineno)
    return any(isinstance(parent_of(call), ast.Assign | ast.Expr | ast.Await) and not _prepares(call) for call in calls)


def _prepares(call: ast.Call) -> bool:
    return last_name(call.func) in ("patch", "object", "setattr", "Mock", "MagicMock", "AsyncMock", "setenv", "delenv")


def _runs(statement: ast.stmt, mocks: frozenset[str] | set[str]) -> bool:
    """Whether the statement may run code of somebody: a call, an attribute of anything but a mock, an `await`."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Await | ast.Yield | ast.YieldFrom | ast.With | ast.AsyncWith | ast.For | ast.AsyncFor):
            return True
        if isinstance(node, ast.Call):
            first = dotted_name(node.func).partition(".")[0]
            known = (
                first in mocks
                or (isinstance(node.func, ast.Name) and first in _HARMLESS)
                or dotted_name(node.func).startswith("self.assert")
            )
            if not known:
                return True
        elif isinstance(node, ast.Attribute):
            first = dotted_name(node).partition(".")[0]
            if first not in mocks and not dotted_name(node).startswith("self.assert"):
                return True
    return False
