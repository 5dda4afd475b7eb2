"""ET204: the only thing that a test checks is how often a double was called."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from ..boundary import CLIENTS
from ..double import Double, is_mock_call
from ..doubles import doubles_of
from ..oracles import Oracle, OracleKind, oracles_of
from ..origin import Origin, Party
from ..own_doubles import passes_through
from ..rule import Bad, Good, Hit, Standing, TestRule
from ..subject import own_calls
from ..symbols import SymbolKind
from ..syntax import constant, dotted_name, keyword, last_name
from ..testfile import TestFile
from ..unit import Unit

__all__ = ["CallCountOracle"]

_COUNTING = frozenset({"assert_called", "assert_called_once", "assert_awaited", "assert_awaited_once"})
_ABSENT = frozenset({"assert_not_called", "assert_not_awaited"})
_WITH = frozenset({
    "assert_called_with", "assert_called_once_with", "assert_any_call", "assert_awaited_with", "assert_awaited_once_with",
    "assert_any_await",
})  # fmt: skip
_COUNTS = frozenset({"called", "call_count", "await_count"})
_BARE = frozenset({
    "close", "aclose", "flush", "start", "stop", "shutdown", "cancel", "join", "release", "acquire", "commit", "rollback",
    "clear", "reset", "disconnect", "connect", "terminate", "kill", "pause", "resume", "quit", "exit", "wait", "drain",
    "begin", "refresh", "abort", "lock", "unlock", "run", "ping", "read", "init", "setup", "teardown", "invalidate",
    "cleanup", "done", "tick", "poll", "on_close",
})  # fmt: skip
"""Methods that usually take no arguments: that they were called is all there is to say."""
_SENDING = frozenset({
    "get", "post", "put", "patch", "delete", "request", "send", "sendmail", "send_message", "run", "Popen", "call",
    "check_call", "check_output", "urlopen", "put_object", "publish", "invoke",
})  # fmt: skip
"""Functions of clients whose arguments are the outcome."""
_APP = {
    "src/app/__init__.py": "",
    "src/app/jobs.py": (
        "def process(job):\n    return job\n\n\ndef start(job):\n    return process(job)\n\n\n"
        "class Service:\n    def __init__(self, database):\n        self.database = database\n\n"
        "    def run(self, rows):\n        for row in rows:\n            self.store(row)\n\n"
        "    def store(self, row):\n        self.database.insert(row)\n"
    ),
}


class CallCountOracle(TestRule):
    """The only thing that a test checks is that a double was called, or how often.

    It says how the code goes about its work, not what comes of it: the call may carry the wrong arguments, its result may
    be thrown away, and the test stays green; and it turns red when the same outcome is reached with fewer calls.

    Do instead: check what the user of the code gets, or what was written; where the double stands at the project's
    boundary, check with which arguments it was called.

    Stays silent: arguments of a double at the boundary (`assert_called_once_with(...)`); a count beside any other check;
    a test that also says when it is not called; callbacks, which the test hands in to be called; methods such as `close`,
    which take no arguments, unless it is your own code that was replaced; spies, behind which the real code runs.
    """

    code = "ET204"
    name = "call-count-oracle"
    standing = Standing.PREVIEW
    cure = "Check what comes of the call, or at the boundary with which arguments it is made."
    bad = (
        Bad(
            "from unittest.mock import patch\nfrom app.jobs import start\n\n\ndef test_start():  # flagged\n"
            "    with patch('app.jobs.process') as process:\n        start(1)\n        process.assert_called_once()\n",
            files=_APP,
        ),
        Bad(
            "from unittest.mock import Mock\nfrom app.jobs import Service\n\n\ndef test_run():  # flagged\n"
            "    database = Mock()\n    Service(database).run([1, 2])\n    assert database.insert.call_count == 2\n",
            files=_APP,
        ),
        Bad(
            "from unittest.mock import patch\nfrom app.jobs import Service\n\n\n"
            "@patch.object(Service, 'store')\ndef test_run(store):  # flagged\n    Service(None).run([1])\n"
            "    store.assert_called_once_with(1)\n",
            files=_APP,
        ),
        Bad(
            "from unittest.mock import Mock\nfrom app.jobs import Service\n\n\ndef test_spec():  # flagged\n"
            "    service = Mock(spec=Service)\n    service.run([1])\n    service.run.assert_called_once()\n",
            files=_APP,
        ),
    )
    good = (
        Good(
            "from unittest.mock import patch\nfrom app.jobs import start\n\n\ndef test_start():\n"
            "    with patch('app.jobs.process', return_value=7) as process:\n        assert start(1) == 7\n"
            "        process.assert_called_once()\n",
            "the outcome is checked as well",
            files=_APP,
        ),
        Good(
            "from unittest.mock import patch\nfrom app.jobs import start\n\n\n@patch('requests.post')\ndef test_start(post):\n"
            "    start(1)\n    post.assert_called_once_with('https://example.com', json=1)\n",
            "at the boundary, the arguments are the outcome",
            files=_APP,
        ),
        Good(
            "from unittest.mock import Mock\nfrom app.jobs import start\n\n\ndef test_callback():\n    done = Mock()\n"
            "    start(done)\n    done.assert_called_once()\n",
            "a callback is there to be called",
            files=_APP,
        ),
        Good(
            "from unittest.mock import patch\nfrom app.jobs import start\n\n\ndef test_start():\n"
            "    with patch('app.jobs.process') as process:\n        start(None)\n        process.assert_not_called()\n",
            "that nothing was done is an outcome",
            files=_APP,
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """Tests all of whose checks count calls, at least one of a double that deserves better."""
        if "called" not in file.text and "call_count" not in file.text and "await" not in file.text:
            return
        checks = oracles_of(test)
        if not checks:
            return
        counts = [_counted(check) for check in checks]
        if not all(counts):
            return
        doubles = doubles_of(test)
        if any(count.method in _ABSENT for count in counts if count):
            return  # whether the step is taken is the outcome
        blamed = [(count, _blamed(count, doubles, test)) for count in counts if count]
        if any(count.method in _WITH and not name for count, name in blamed):
            return  # arguments at a boundary are an outcome
        for count, name in blamed:
            if name:
                yield Hit(test.node or file.tree, f"checks only {_how(count)} {name} was called")
                return


@dataclass(frozen=True, slots=True)
class _Count:
    mock: str
    """The mock, as written."""
    method: str


def _how(count: _Count) -> str:
    return (
        "with what"
        if count.method in _WITH
        else "how often"
        if count.method in ("call_count", "await_count")
        else "that"
    )


def _counted(check: Oracle) -> _Count | None:
    """The mock whose calls the check counts; None for any other check."""
    node = check.node
    if check.kind is OracleKind.MOCK and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in _COUNTING | _ABSENT | _WITH:
            return _Count(dotted_name(node.func.value), node.func.attr)
        return None
    condition = check.test
    if check.kind is OracleKind.UNITTEST and isinstance(node, ast.Call) and node.args:
        condition = node.args[0]
        nothing = [given for given in node.args if isinstance(given, ast.Constant) and not given.value]
        if nothing and (counted := [given for given in node.args if last_name(given) in _COUNTS]):
            return _Count(dotted_name(counted[0]).rpartition(".")[0], "assert_not_called")
        if any(constant(given) is False for given in node.args[1:2]) or last_name(node.func) == "assertFalse":
            return (
                _Count(dotted_name(condition).rpartition(".")[0], "assert_not_called")
                if last_name(condition) == "called"
                else None
            )
        if len(node.args) > 1 and last_name(condition) not in _COUNTS:
            condition = node.args[1]
    if isinstance(condition, ast.Compare) and len(condition.ops) == 1:
        expected = condition.comparators[0]
        condition = condition.left
        if isinstance(expected, ast.Constant) and not expected.value and last_name(condition) in _COUNTS:
            return _Count(dotted_name(condition).rpartition(".")[0], "assert_not_called")
    if isinstance(condition, ast.UnaryOp) and last_name(condition.operand) == "called":
        return _Count(dotted_name(condition.operand).rpartition(".")[0], "assert_not_called")
    if isinstance(condition, ast.Attribute) and condition.attr in _COUNTS:
        return _Count(dotted_name(condition.value), condition.attr)
    return None


def _blamed(count: _Count, doubles: list[Double], test: Unit) -> str:
    """What the mock stands for, if counting its calls is not enough; else the empty string."""
    if not count.mock or count.method in _ABSENT:
        return ""
    first, _, rest = count.mock.partition(".")
    for double in doubles:
        if count.mock in double.names or first in double.names or _same_place(count.mock, double, test):
            return _blame(count, double, rest, test)
    made = [*test.assigned.get(first, ()), *test.file.top.assigned.get(first, ())]
    if count.method in _WITH or not rest or first in test.arguments or not made:
        return ""
    if not all(is_mock_call(one, test) for one in made):
        return ""
    specified = any(
        last_name(one.func) == "create_autospec" or keyword(one, "spec", "spec_set")
        for one in made
        if isinstance(one, ast.Call)
    )
    if _is_called(count.mock, test):
        return f"`{count.mock}`, which the test itself calls,"
    bare = rest.rpartition(".")[2] in _BARE
    return f"`{count.mock}`" if not bare and not specified and _is_handed_over(first, test) else ""


def _same_place(mock: str, double: Double, test: Unit) -> bool:
    return bool(double.target) and test.file.dotted_text(mock) == double.target


def _blame(count: _Count, double: Double, rest: str, test: Unit) -> str:
    origin = double.origin
    if double.technique == "spy" or passes_through(double):
        return ""  # the real code ran
    if rest and origin.kind is SymbolKind.FUNCTION:
        return ""  # of what the function or property gives, nobody knows
    if origin.party is Party.FIRST:
        own = count.method not in _WITH or _is_part_of_subject(origin, test)
        return f"{origin.dotted}, which is yours," if own else ""
    sends = (rest or origin.dotted).rpartition(".")[2] in _SENDING and origin.top in CLIENTS
    return origin.dotted if sends and count.method not in _WITH and origin.party is Party.THIRD else ""


def _is_part_of_subject(origin: Origin, test: Unit) -> bool:
    """Whether a method is replaced in the very class of which the test calls another."""
    around = origin.dotted.rpartition(".")[0]
    return around.startswith(f"{origin.module}.") and any(
        call.origin.dotted.startswith(f"{around}.") for call in own_calls(test)
    )


def _is_handed_over(name: str, test: Unit) -> bool:
    return any(
        isinstance(given, ast.Name) and given.id == name
        for call in own_calls(test)
        for given in (*call.node.args, *(one.value for one in call.node.keywords))
    )


def _is_called(mock: str, test: Unit) -> bool:
    return any(dotted_name(call.func) == mock for call in test.of(ast.Call))
