"""What makes a test fail when the code is wrong: assertions of every kind, also those in helpers that it calls."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from .callees import callees, is_support, methods
from .origin import Party
from .syntax import constant, dotted_name, keyword, last_name, text_of
from .unit import Unit
from .walk import parent_of

__all__ = [
    "MOCK_ASSERTIONS",
    "Oracle",
    "OracleKind",
    "assertions_of",
    "has_oracle",
    "is_raises",
    "is_speaking",
    "oracles_of",
]

MOCK_ASSERTIONS = frozenset({
    "assert_called", "assert_called_once", "assert_called_with", "assert_called_once_with", "assert_any_call",
    "assert_has_calls", "assert_not_called", "assert_awaited", "assert_awaited_once", "assert_awaited_with",
    "assert_awaited_once_with", "assert_any_await", "assert_has_awaits", "assert_not_awaited",
})  # fmt: skip
"""The assertion methods of `unittest.mock`."""
_RAISES = frozenset({
    "pytest.raises", "pytest.RaisesGroup", "pytest.RaisesExc", "pytest.warns", "pytest.deprecated_call",
    "nose.tools.assert_raises", "nose.tools.raises", "testtools.ExpectedException",
})  # fmt: skip
_UNITTEST_RAISES = frozenset({
    "assertRaises", "assertRaisesRegex", "assertRaisesRegexp", "assertRaisesMessage", "assertWarns", "assertWarnsRegex",
    "assertWarnsMessage", "failUnlessRaises", "assertFailure",
})  # fmt: skip
_FAILS = frozenset({"pytest.fail", "pytest.xfail", "pytest.exit"})
_FOREIGN = frozenset({
    "asyncio.wait_for", "asyncio.timeout", "async_timeout.timeout", "anyio.fail_after", "trio.fail_after",
    "trio.testing.assert_checkpoints", "hypothesis.stateful.run_state_machine_as_test", "doctest.testmod",
    "doctest.testfile", "subprocess.check_call", "subprocess.check_output", "hypothesis.find",
    "unittest.main", "pytest.main", "faulthandler.dump_traceback_later",
})  # fmt: skip
"""Functions that fail by themselves: on a deadline, on a counterexample, on an exit status."""
_FOREIGN_METHODS = frozenset({
    "fnmatch_lines", "fnmatch_lines_random", "no_fnmatch_line", "re_match_lines", "re_match_lines_random",
    "no_re_match_line", "raise_for_status", "match_snapshot", "to_match_snapshot", "matchSnapshot", "pedantic",
    "until", "until_not", "stop_and_report", "raise_if_failed",
})  # fmt: skip
"""Methods that fail by themselves, whatever they are called on."""
_FOREIGN_FIXTURES = frozenset({
    "benchmark", "snapshot", "snapshot_json", "regtest", "data_regression", "num_regression", "file_regression",
    "image_regression", "dataframe_regression", "ndarrays_regression", "obtained_regression", "subtests", "check",
    "expect", "verify", "image_diff", "image_snapshot", "assert_all_responses_were_requested", "golden",
})  # fmt: skip
"""Fixtures of plugins: calling them is a check."""
_FAILING = re.compile(r"^_*(?:[aA]ssert|assure)(?:_|[A-Z0-9]|$)|^fail(?:Unless|If|_unless|_if|$)")
"""Names of functions that assert, wherever they come from."""
_SPEAKING_WORDS = (
    "assert asserts check checks checked checker verify verifies verified expect expects ensure ensures validate validates"
    " should must compare compares match matches fail fails raises wait waits until roundtrip warns examine inspect prove"
    " confirm equal equals judge"
)
_SPEAKING = frozenset(_SPEAKING_WORDS.split())
"""Words in the names of functions that judge something. What those are cannot always be found; calling them is a check."""
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_+")
_DEPTH = 6


class OracleKind(Enum):
    """What judges."""

    ASSERT = "assert"
    UNITTEST = "unittest"
    """`self.assertEqual(...)` and its like."""
    RAISES = "raises"
    """`pytest.raises`, `warns`, `self.assertRaises`."""
    FAIL = "fail"
    """`pytest.fail`, `raise AssertionError`, `self.fail`."""
    MOCK = "mock"
    """An assertion method of a mock."""
    HELPER = "helper"
    """A function that asserts, or whose name says so."""
    FOREIGN = "foreign"
    """`numpy.testing.assert_allclose`, `testdir.runpytest().assert_outcomes()`, a snapshot, a benchmark's own check."""


@dataclass(frozen=True, slots=True)
class Oracle:
    """One check."""

    node: ast.AST
    """The assert statement, the call, or the raise."""
    kind: OracleKind
    test: ast.expr | None = None
    """The condition of an assert statement."""


def oracles_of(test: Unit) -> list[Oracle]:
    """Everything in the test that can make it fail on purpose, in no particular order; not what its fixtures check."""
    known = test.file.oracles
    if id(test) not in known:
        known[id(test)] = list(_oracles(test, 0))
    return known[id(test)]


def assertions_of(unit: Unit) -> Iterator[Oracle]:
    """The assert statements and unittest's assertions in the text itself: what costs nothing to find."""
    for statement in unit.of(ast.Assert):
        yield Oracle(statement, OracleKind.ASSERT, statement.test)
    if unit.classes:
        for call in unit.of(ast.Call):
            function = call.func
            if not isinstance(function, ast.Attribute) or not function.attr.startswith("assert"):
                continue
            if isinstance(function.value, ast.Name) and function.value.id == "self":
                yield Oracle(call, OracleKind.UNITTEST)


def has_oracle(unit: Unit) -> bool:
    """Whether a test, helper or fixture contains a check, itself or through what it calls."""
    return _asserts(unit, 0)


def is_speaking(name: str) -> bool:
    """Whether the name of a function says that it judges something: `check_rows`, `wait_until_done`, `rowsShouldBe`.
    Names of classes do not count."""
    bare = name.lstrip("_")
    return not bare[:1].isupper() and any(word.lower() in _SPEAKING for word in _WORDS.split(bare))


def is_raises(call: ast.Call, unit: Unit) -> bool:
    """Whether the call expects an exception: `pytest.raises(...)`, `self.assertRaises(...)`."""
    last = last_name(call.func)
    if last not in {"raises", "RaisesGroup", "RaisesExc", "assert_raises"} and last not in _UNITTEST_RAISES:
        return False
    return last in _UNITTEST_RAISES or unit.file.dotted(call.func).startswith(("pytest.", "nose.tools."))


def _oracles(unit: Unit, depth: int) -> Iterator[Oracle]:
    for statement in unit.of(ast.Assert):
        yield Oracle(statement, OracleKind.ASSERT, statement.test)
    for raised in unit.of(ast.Raise):
        if _fails(raised, unit):
            yield Oracle(raised, OracleKind.FAIL)
    for call in unit.of(ast.Call):
        kind = _kind(call, unit, depth)
        if kind is not None:
            yield Oracle(call, kind)


def _fails(raised: ast.Raise, unit: Unit) -> bool:
    """Whether it is the test that raises, rather than a stand-in defined in it."""
    if raised.exc is None:
        return False
    called = raised.exc.func if isinstance(raised.exc, ast.Call) else raised.exc
    if last_name(called) in {"AssertionError", "Failed"}:
        return True
    around = parent_of(raised)
    while around is not None and around is not unit.node:
        if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef | ast.With):
            return False
        around = parent_of(around)
    return last_name(called) not in {"SkipTest", "Skipped"}


def _kind(call: ast.Call, unit: Unit, depth: int) -> OracleKind | None:
    last = last_name(call.func)
    if last in MOCK_ASSERTIONS:
        return OracleKind.MOCK
    dotted = unit.file.dotted(call.func)
    if dotted in _RAISES or last in _UNITTEST_RAISES or (dotted.startswith("pytest.") and last in {"raises", "warns"}):
        return OracleKind.RAISES
    if dotted in _FAILS:
        return OracleKind.FAIL
    if _is_library(call, last, dotted, unit):
        return OracleKind.FOREIGN
    if _FAILING.search(last):
        return _by_name(call, last, unit)
    return _helper(call, last, dotted, unit, depth)


def _is_library(call: ast.Call, last: str, dotted: str, unit: Unit) -> bool:
    if dotted in _FOREIGN or last in _FOREIGN_METHODS:
        return True
    if last in {"run", "check_returncode"} and (constant(keyword(call, "check")) is True or last != "run"):
        return True
    if last in {"simplefilter", "filterwarnings"} and call.args and text_of(call.args[0]) == "error":
        return True
    first = dotted_name(call.func).partition(".")[0]
    return first in _FOREIGN_FIXTURES and first in unit.arguments and first not in unit.parameters


def _by_name(call: ast.Call, last: str, unit: Unit) -> OracleKind:
    first, _, rest = dotted_name(call.func).partition(".")
    if first in ("self", "cls") and unit.classes and "." not in rest:
        if methods(last, unit):
            return OracleKind.HELPER
        return OracleKind.FAIL if last == "fail" else OracleKind.UNITTEST
    return OracleKind.FOREIGN if unit.file.origin(call.func).party in (Party.THIRD, Party.STDLIB) else OracleKind.HELPER


def _helper(call: ast.Call, last: str, dotted: str, unit: Unit, depth: int) -> OracleKind | None:
    """A function that asserts, found by its text; or, where there is no text, by its name."""
    found = False
    for callee in callees(call, unit):
        found = True
        if depth < _DEPTH and _asserts(callee, depth + 1):
            return OracleKind.HELPER
    if not last or not is_speaking(last):
        return None
    origin = unit.file.origin_in(unit, call.func) if dotted_name(call.func) else unit.file.origin(dotted)
    if origin.party in (Party.FIRST, Party.BOUNDARY) and not is_support(origin):
        return None  # the code under test may be called `validate`; it is what is tested, and no check of it
    if origin.party is Party.STDLIB:
        return None  # `re.match`, `shlex.join`: those that judge are known by name
    if origin.party is Party.THIRD:
        return OracleKind.FOREIGN
    return None if found else OracleKind.HELPER


def _asserts(unit: Unit, depth: int) -> bool:
    """Whether the helper contains a check, itself or through what it calls."""
    known = unit.file.asserting
    key = id(unit)
    if key not in known:
        known[key] = False  # what recursion meets
        known[key] = next(_oracles(unit, depth), None) is not None
    return known[key]
