"""ET101: a test runs code and checks nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...model import Finding, FindingState
from ..callees import callees, methods
from ..doubles import doubles_in, is_mock_call, mocks_of
from ..evidence import Evidence
from ..expectation import expectations_of
from ..oracles import assertions_of, has_oracle, oracles_of
from ..reads import reads_of
from ..responses import is_request
from ..returns import is_never_none
from ..rule import Bad, Good, Hit, Mode, TestRule
from ..subject import OwnCall, own_calls
from ..symbols import SymbolKind
from ..syntax import dotted_name, last_name, source_of
from ..testfile import TestFile
from ..unit import Unit
from ..walk import parent_of
from ..weighing import by_catching

__all__ = ["NoOracle"]

_CONTRACT = re.compile(
    r"(?:not|n't|no|never|without)[\s_]+(?:\w+[\s_]+)?(?:rais|fail|crash|error|throw|exception|break|hang|block|deadlock|warn|leak"
    r"|complain|explod|blow|op\b)|noop|no_op|smoke|valid|accept|allow|permit|crash|segfault|hang|deadlock|leak|sanity|regress"
    r"|graceful|idempot|ignor|tolera|import|compil|bench|perf|stress|should[\s_](?:pass|succeed|work|be\sable)|recurs|race"
    r"|bug|issue|gh-?\d|#\d{3}|doctest|example|coverage|just\b|make\ssure|ensure|check|verif|robust|safe|support|pickl|timeout",
    re.I,
)
"""What a test is called, or says in its text, when not raising is what it is about."""
_SILENT_MARKERS = frozenset({
    "xfail", "skip", "mpl_image_compare", "filterwarnings", "timeout", "benchmark", "limit_memory", "array_compare",
    "no_cover", "codspeed", "flaky", "memray", "thread_unsafe", "slow",
})  # fmt: skip
_KNOWN_DECORATORS = (
    "pytest.mark.", "unittest.mock.patch", "mock.patch", "staticmethod", "django.test.override_settings",
    "freezegun.freeze_time", "time_machine.travel",
)  # fmt: skip
_AROUND = (
    "setUp", "tearDown", "setup_method", "teardown_method", "asyncSetUp", "asyncTearDown", "setUpClass", "tearDownClass",
    "setup", "teardown", "run", "__call__", "assertNumQueries",
)  # fmt: skip
_QUIET_CALLS = frozenset({"print", "pprint"})
_CONFIGURING = frozenset({
    "setenv", "delenv", "setattr", "delattr", "setitem", "delitem", "syspath_prepend", "chdir", "object", "dict", "patch",
})  # fmt: skip
_APP = (
    "def total(prices):\n    result = 0\n    for price in prices:\n        result += price\n    return result + 0\n\n\n"
    "def validate(order):\n    if not order:\n        raise ValueError('empty')\n\n\ndef notify(order):\n    print(order)\n"
)


class NoOracle(TestRule):
    """A test computes something and checks nothing.

    It calls the code, binds or drops the result, and ends. It fails only if the code raises; a wrong total, a wrong
    user, an empty list all pass. Coverage counts the lines as tested.

    A test without an assertion is not wrong by itself: "this call does not raise" is a contract too. So the rule speaks
    up only where the test shows that it meant more: it names a result and never reads it, or only prints it; it drops
    the value of a function whose only effect is that value; it returns a comparison, which pytest ignores; or
    it arranges doubles and environment and then calls nothing.

    Do instead: assert on the result, or on what the call left behind.

    Stays silent: when a helper, a fixture, a context or a library checks; when the name or the text says that not
    raising is the point; when a sibling test expects the same function to raise; for callables that nobody can follow;
    and where the evidence shows that the test catches changes.
    """

    code = "ET101"
    name = "no-oracle"
    mode = Mode.BOTH
    cure = "Assert on the result, or on what the call left behind."
    bad = (
        Bad(
            "from app.orders import total\n\n\ndef test_total():  # flagged\n    result = total([1, 2])\n",
            files={"src/app/orders.py": _APP},
        ),
        Bad(
            "from app.orders import total\n\n\ndef test_total():  # flagged\n    result = total([1, 2])\n    print(result)\n",
            files={"src/app/orders.py": _APP},
        ),
        Bad(
            "from app.orders import total\n\n\ndef test_total():  # flagged\n    total([1, 2])\n",
            files={"src/app/orders.py": _APP},
        ),
        Bad(
            "from app.orders import total\n\n\ndef test_total():  # flagged\n    return total([1, 2]) == 3\n",
            files={"src/app/orders.py": _APP},
        ),
        Bad("def test_config(client, monkeypatch):  # flagged\n    monkeypatch.setenv('DEBUG', 'true')\n"),
        Bad("def test_items(client):  # flagged\n    response = client.get('/items')\n"),
    )
    good = (
        Good(
            "from app.orders import validate\n\n\ndef test_a_full_order():\n    validate([1])\n",
            "not raising is all that `validate` can do",
            files={"src/app/orders.py": _APP},
        ),
        Good(
            "from app.orders import total\n\n\ndef check_total(result):\n    assert result == 3\n\n\n"
            "def test_total():\n    check_total(total([1, 2]))\n",
            "a helper asserts",
            files={"src/app/orders.py": _APP},
        ),
        Good(
            "import pytest\nfrom app.orders import total\n\n\n@pytest.fixture\ndef ledger():\n    rows = []\n    yield rows\n"
            "    assert rows == [3]\n\n\ndef test_total(ledger):\n    value = total([1, 2])\n    ledger.append(value)\n",
            "the fixture checks behind the test",
            files={"src/app/orders.py": _APP},
        ),
        Good(
            "from app.orders import total\n\n\ndef test_total_of_a_huge_list_does_not_crash():\n    total([1] * 10**6)\n",
            "the name says what the contract is",
            files={"src/app/orders.py": _APP},
        ),
        Good(
            "import pytest\nfrom app.orders import total\n\n\ndef test_refuses_text():\n    with pytest.raises(TypeError):\n"
            "        total('ab')\n\n\ndef test_takes_numbers():\n    total([1])\n",
            "the sibling expects the same function to raise: this one holds the other side",
            files={"src/app/orders.py": _APP},
        ),
        Good(
            "def test_a(page):\n    page.open('/')\n    page.wait_for_selector('#done')\n",
            "waiting fails by itself",
        ),
        Good(
            "from app.orders import notify\n\n\ndef test_a():\n    notify([1])\n",
            "it returns nothing that could be dropped",
            files={"src/app/orders.py": _APP},
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """Tests without an oracle that show that they meant to have one."""
        if next(assertions_of(test), None) or test.node is None or _is_excused(test) or oracles_of(test):
            return
        message = _arranged(test)
        if not message and not _is_checked_around(test):
            message = _returned(test) or _unread(test) or _dropped(test) or _forgotten(test)
        if message:
            yield Hit(test.node, message)

    def weigh(self, finding: Finding, evidence: Evidence) -> FindingState:
        """Withdrawn where the test noticed a change: something in it checks, wherever that stands."""
        return by_catching(finding, evidence)


def _is_excused(test: Unit) -> bool:
    """Whether the test says that it is about something else, or something unknown is wrapped around it."""
    if any(marker in _SILENT_MARKERS for marker in test.markers):
        return True
    if any(not name.startswith(_KNOWN_DECORATORS) for name, _expression in test.decorators):
        return True
    yields: list[ast.expr] = [*test.of(ast.Yield), *test.of(ast.YieldFrom)]
    if yields:
        return True
    assert test.node is not None
    lines = test.file.lines[test.node.lineno - 1 : test.node.end_lineno]
    comments = " ".join(line.partition("#")[2] for line in lines)
    around = test.cls.name if test.cls else ""
    told = " ".join((test.name, around, comments, ast.get_docstring(test.node) or ""))
    return bool(_CONTRACT.search(told))


def _is_checked_around(test: Unit) -> bool:
    """Whether fixtures, set-up and tear-down check, or helpers are called whose text cannot be found."""
    if any(map(has_oracle, test.fixtures)):
        return True
    if test.classes:
        inherited = (one for name in _AROUND for one in methods(name, test))
        if any(map(has_oracle, inherited)):
            return True
    return any(_is_unknown_helper(call, test) for call in test.of(ast.Call))


def _is_unknown_helper(call: ast.Call, test: Unit) -> bool:
    """Whether it calls a method of the test's class, or a plain name, that nobody can follow."""
    name = dotted_name(call.func)
    first, _, rest = name.partition(".")
    if first in ("self", "cls") and test.classes:
        return "." not in rest and next(iter(callees(call, test)), None) is None
    if not name or rest or first in test.assigned:
        return first in test.parameters
    if first in test.arguments:
        return next(iter(callees(call, test)), None) is None
    nested: list[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef] = [
        *test.of(ast.FunctionDef), *test.of(ast.AsyncFunctionDef), *test.of(ast.ClassDef)
    ]  # fmt: skip
    return not test.file.dotted(call.func) and all(one.name != first for one in nested)


def _returned(test: Unit) -> str:
    """A comparison that the test returns."""
    for statement in test.of(ast.Return):
        if isinstance(statement.value, ast.Compare) and _is_of_test(statement, test):
            return f"returns {source_of(statement.value, 40)}, and pytest ignores what a test returns"
    return ""


def _is_of_test(node: ast.AST, test: Unit) -> bool:
    around = parent_of(node)
    while around is not None and around is not test.node:
        if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.With | ast.Try):
            return False
        around = parent_of(around)
    return True


def _unread(test: Unit) -> str:
    """A result that has a name and is never read, or only printed."""
    own = {id(one.node): one for one in own_calls(test)}
    for name, values in test.assigned.items():
        call = values[-1].value if isinstance(values[-1], ast.Await) else values[-1]
        if not isinstance(call, ast.Call) or name.startswith("_") or not isinstance(_statement(call), ast.Assign):
            continue
        one = own.get(id(call))
        if one is None and not is_request(call):
            continue
        if one is not None and (not _gives_value(one) or _may_refuse(one, test)):
            continue
        if all(_is_printed(read) for read in reads_of(test, name)):
            return f"binds {name} = {source_of(call, 40)} and never looks at it"
    return ""


def _dropped(test: Unit) -> str:
    """The value of a function of the project that the test's last statement drops, where it is all that the function
    gives."""
    for one in own_calls(test)[-1:]:
        call: ast.AST = one.node
        around = parent_of(call)
        if isinstance(around, ast.Await):
            around = parent_of(around)
        if (
            not isinstance(around, ast.Expr)
            or around is not test.body[-1]
            or one.origin.kind is not SymbolKind.FUNCTION
        ):
            continue
        if is_never_none(one.origin, test.file.codebase) and _is_pure(one) and not _may_refuse(one, test):
            return f"drops what {one.origin} returns, and checks nothing else"
    return ""


def _arranged(test: Unit) -> str:
    """Doubles and settings that are put in place for nothing: the test calls nothing else."""
    if not test.body or test.of(
        ast.Import, ast.ImportFrom, ast.With, ast.AsyncWith, ast.For, ast.Try, ast.If, ast.Await
    ):
        return ""
    mocks = mocks_of(test)
    configures = False
    for statement in test.body:
        if not isinstance(statement, ast.Assign | ast.Expr | ast.Pass):
            return ""
        if isinstance(statement, ast.Expr) and not isinstance(statement.value, ast.Call | ast.Constant):
            return ""
    decorators = {id(node) for _name, expression in test.decorators for node in ast.walk(expression)}
    for call in test.of(ast.Call):
        first = dotted_name(call.func).partition(".")[0]
        if id(call) in decorators:
            continue
        if not (
            is_mock_call(call, test) or (first in ("monkeypatch", "mocker") and last_name(call.func) in _CONFIGURING)
        ):
            return ""
        configures = True
    for assign in test.of(ast.Assign):
        targets = [dotted_name(target).partition(".") for target in assign.targets]
        configures = configures or any(first in mocks and rest for first, _dot, rest in targets)
    return "puts doubles or settings in place and then calls nothing that they could matter to" if configures else ""


def _forgotten(test: Unit) -> str:
    """Mocks that the test itself puts in the place of the project's collaborators, and that nobody asks afterwards."""
    if not test.body or not isinstance(test.body[-1], ast.Expr) or not isinstance(test.body[-1].value, ast.Call):
        return ""
    last = [one for one in own_calls(test) if one.node is test.body[-1].value]
    multiple = [one for one in doubles_in(test) if one.technique == "patch.multiple" and one.target]
    if not last or len(multiple) < 2 or _may_refuse(last[0], test):
        return ""
    names = ", ".join(one.target.rpartition(".")[2] for one in multiple[:3])
    return (
        f"replaces {names}, calls {source_of(last[0].node.func, 30)}, and asks neither what it did nor what it returned"
    )


def _statement(call: ast.Call) -> ast.AST | None:
    around = parent_of(call)
    return parent_of(around) if isinstance(around, ast.Await) else around


def _is_printed(read: ast.AST) -> bool:
    around = parent_of(read)
    while around is not None and not isinstance(around, ast.stmt):
        if isinstance(around, ast.Call) and dotted_name(around.func) in _QUIET_CALLS:
            return True
        around = parent_of(around)
    return False


def _gives_value(one: OwnCall) -> bool:
    """Whether a function (no class, whose making may be the point) is known to hand back something."""
    node = one.origin.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    return any(isinstance(inner, ast.Return) and inner.value is not None for inner in ast.walk(node))


def _is_pure(one: OwnCall) -> bool:
    """Whether the function's text changes nothing outside of it, as far as one can see: it sets no attribute, item or
    global, and calls nothing as a statement."""
    node = one.origin.node
    assert node is not None
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute | ast.Subscript) and not isinstance(inner.ctx, ast.Load):
            return False
        if isinstance(inner, ast.Global | ast.Nonlocal | ast.Delete | ast.With | ast.AsyncWith | ast.Await):
            return False
        if isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Call):
            return False
    return True


def _may_refuse(one: OwnCall, test: Unit) -> bool:
    """Whether not raising is a contract of the function: it raises in its text, or a test of the file expects it to."""
    node = one.origin.node
    if node is not None and any(isinstance(inner, ast.Raise | ast.Assert) for inner in ast.walk(node)):
        return True
    name = last_name(one.node.func)
    return any(
        last_name(function) == name
        for other in test.file.tests
        for expected in expectations_of(other)
        for function, _node in expected.raising
    )
