"""The text that runs around a test: its own, its fixtures', and what its class does before and after it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .unit import Unit

__all__ = ["runs_alone", "text_around", "text_of_unit"]

_SETUP = frozenset({
    "setUp", "tearDown", "asyncSetUp", "asyncTearDown", "setup_method", "teardown_method", "setUpClass",
    "tearDownClass", "setup_class", "teardown_class", "setup", "teardown",
})  # fmt: skip
_PLAIN = frozenset({"unittest.TestCase", "unittest.IsolatedAsyncioTestCase", "object"})


def text_around(unit: Unit) -> str:
    """The text of the unit, of the fixtures that it gets, and of its class's methods that run around each test."""
    return "\n".join(_texts(unit))


def text_of_unit(unit: Unit) -> str:
    """The text of the unit, decorators included; empty for the module's level."""
    if unit.node is None:
        return ""
    first = min([unit.node.lineno, *(one.lineno for one in unit.node.decorator_list)])
    return "\n".join(unit.file.lines[first - 1 : unit.node.end_lineno])


def runs_alone(unit: Unit) -> bool:
    """Whether nothing runs around the unit that its file does not show: no base class from elsewhere."""
    return all(_is_plain(base, unit) for cls in unit.classes for base in cls.bases)


def _is_plain(base: ast.expr, unit: Unit) -> bool:
    return unit.file.dotted(base) in _PLAIN


def _texts(unit: Unit) -> Iterator[str]:
    yield text_of_unit(unit)
    for fixture in unit.fixtures:
        yield text_of_unit(fixture)
    for other in unit.file.units:
        if other.name in _SETUP and other.classes and other.classes[-1] in unit.classes and other is not unit:
            yield text_of_unit(other)
    for cls in unit.classes:
        for decorator in cls.decorator_list:
            yield ast.unparse(decorator)
