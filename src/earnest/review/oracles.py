"""What makes a test fail when the code is wrong: assertions of every kind, also those in helpers that it calls."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from .doubles import mocks_of
from .origin import Origin, Party
from .symbols import SymbolKind
from .syntax import dotted_name, last_name
from .testfile import TestFile
from .unit import Unit

__all__ = ["MOCK_ASSERTIONS", "Oracle", "OracleKind", "oracles_of"]

MOCK_ASSERTIONS = frozenset({
    "assert_called", "assert_called_once", "assert_called_with", "assert_called_once_with", "assert_any_call",
    "assert_has_calls", "assert_not_called", "assert_awaited", "assert_awaited_once", "assert_awaited_with",
    "assert_awaited_once_with", "assert_any_await", "assert_has_awaits", "assert_not_awaited",
})  # fmt: skip
"""The assertion methods of `unittest.mock`."""
_RAISES = frozenset({"pytest.raises", "pytest.RaisesGroup", "pytest.warns", "pytest.deprecated_call"})
_FAILS = frozenset({"pytest.fail", "pytest.xfail"})
_SPEAKING = re.compile(
    r"(?:^|_)(?:assert|check|verify|verifies|expect|ensure|validate|should|must|compare|fail)(?:_|s_|$|s$)|^assert",
    re.I,
)
"""Names of functions that judge something. What they are cannot always be found; calling them is a check."""
_DEPTH = 4


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
    LIBRARY = "library"
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
    return list(_oracles(test))


def _oracles(unit: Unit) -> Iterator[Oracle]:
    for statement in unit.of(ast.Assert):
        yield Oracle(statement, OracleKind.ASSERT, statement.test)
    for raised in unit.of(ast.Raise):
        if last_name(raised.exc.func if isinstance(raised.exc, ast.Call) else raised.exc or raised) == "AssertionError":
            yield Oracle(raised, OracleKind.FAIL)
    mocks = mocks_of(unit)
    for call in unit.of(ast.Call):
        kind = _kind(call, unit, mocks)
        if kind is not None:
            yield Oracle(call, kind)


def _kind(call: ast.Call, unit: Unit, mocks: frozenset[str]) -> OracleKind | None:
    file = unit.file
    dotted = file.dotted(call.func)
    last = last_name(call.func)
    if dotted in _RAISES or (dotted.startswith("pytest.") and last in {"raises", "warns"}):
        return OracleKind.RAISES
    if dotted in _FAILS:
        return OracleKind.FAIL
    first = dotted_name(call.func).partition(".")[0]
    if last in MOCK_ASSERTIONS:
        return OracleKind.MOCK
    if first in ("self", "cls") and unit.classes and dotted_name(call.func).count(".") == 1:
        return _method(last, unit)
    if file.imports.get(first, "").startswith("pytest") and last in {"raises", "warns"}:
        return OracleKind.RAISES
    return _helper(call, last, dotted, unit)


def _method(name: str, unit: Unit) -> OracleKind | None:
    """`self.x(...)`: an assertion of unittest's, or a method of the test's class that asserts."""
    if name in {"assertRaises", "assertRaisesRegex", "assertWarns", "assertWarnsRegex", "assertRaisesMessage"}:
        return OracleKind.RAISES
    if name in {"fail", "skipTest"}:
        return OracleKind.FAIL if name == "fail" else None
    if re.match(r"(?:assert|fail)[A-Z_]", name):
        own = _own_methods(name, unit)
        return OracleKind.UNITTEST if not own else OracleKind.HELPER
    methods = _own_methods(name, unit)
    if any(_asserts(method, 0) for method in methods):
        return OracleKind.HELPER
    return OracleKind.HELPER if _SPEAKING.search(name) and not methods else None


def _own_methods(name: str, unit: Unit) -> list[Unit]:
    return [other for other in unit.file.functions.get(name, ()) if other.classes and other is not unit]


def _helper(call: ast.Call, last: str, dotted: str, unit: Unit) -> OracleKind | None:
    """A function that asserts, found by its text; or, where there is no text, by its name."""
    for found in _functions(call.func, dotted, unit):
        if _asserts(found, 0):
            return OracleKind.HELPER
    if not last or not _SPEAKING.search(last):
        return None
    origin = unit.file.origin(dotted)
    if origin.party in (Party.FIRST, Party.BOUNDARY):
        return None  # the code under test may be called `validate`; it is what is tested, and no check of it
    if origin.party in (Party.THIRD, Party.STDLIB):
        return OracleKind.LIBRARY
    local = dotted_name(call.func).partition(".")[0]
    held = unit.file.origin_in(unit, call.func)
    if held.party in (Party.FIRST, Party.BOUNDARY) and local not in ("self", "cls"):
        return None
    return OracleKind.HELPER


def _functions(function: ast.expr, dotted: str, unit: Unit) -> Iterator[Unit]:
    """The helpers or fixtures of the suite that a call may reach, as far as their text can be found."""
    name = dotted_name(function)
    file = unit.file
    if name and "." not in name:
        yield from (one for one in file.functions.get(name, ()) if not one.classes and one is not unit)
        if name in unit.arguments:
            fixture = file.fixture(name, unit)
            if fixture is not None:
                yield fixture
    origin: Origin = file.origin(dotted) if dotted else file.origin_in(unit, function)
    if origin.party is Party.TEST and origin.file and origin.file != file.path and origin.file.endswith(".py"):
        other: TestFile | None = file.codebase_file(origin.file)
        if other is not None:
            last = origin.dotted.rpartition(".")[2]
            if origin.kind is SymbolKind.CLASS:
                yield from (one for one in other.units if one.classes and one.classes[-1].name == last)
            else:
                yield from other.functions.get(last, ())


def _asserts(unit: Unit, depth: int) -> bool:
    """Whether the helper contains a check, itself or through what it calls."""
    known = unit.file.asserting
    key = id(unit)
    if key not in known:
        known[key] = False  # what recursion meets
        known[key] = _has_check(unit, depth)
    return known[key]


def _has_check(unit: Unit, depth: int) -> bool:
    if unit.of(ast.Assert):
        return True
    for raised in unit.of(ast.Raise):
        if last_name(raised.exc.func if isinstance(raised.exc, ast.Call) else raised.exc or raised) == "AssertionError":
            return True
    for call in unit.of(ast.Call):
        last, dotted = last_name(call.func), unit.file.dotted(call.func)
        if last in MOCK_ASSERTIONS or dotted in _RAISES or dotted in _FAILS:
            return True
        if re.match(r"assert(?:_|[A-Z])", last):
            return True
        if depth < _DEPTH and any(_asserts(found, depth + 1) for found in _functions(call.func, dotted, unit)):
            return True
        own = _own_methods(last, unit) if dotted_name(call.func).startswith(("self.", "cls.")) else []
        if depth < _DEPTH and any(_asserts(method, depth + 1) for method in own):
            return True
    return False
