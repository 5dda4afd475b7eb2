"""The text that runs around a test: its own, its fixtures', and what its class does before and after it."""

from __future__ import annotations

import ast
import re

from .unit import Unit

__all__ = ["clears_files", "is_wide", "runs_alone", "text_around", "text_of_unit", "units_around"]

_SETUP = frozenset({
    "setUp", "tearDown", "asyncSetUp", "asyncTearDown", "setup_method", "teardown_method", "setUpClass",
    "tearDownClass", "setup_class", "teardown_class", "setup", "teardown",
})  # fmt: skip
_WIDE = re.compile(r"scope\s*=\s*['\"](?:session|package|module|class)['\"]|scope\s*=\s*\w+\(")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_FILES_BACK = re.compile(
    r"rmtree|unlink|\bremove\b|removedirs|rmdir|cleanup|clean_up|addCleanup|tear_?down|delete|ExitStack|finally|shutil"
    r"|\brm\b|TemporaryDirectory|register\("
)
_PLAIN = frozenset({"unittest.TestCase", "unittest.IsolatedAsyncioTestCase", "object"})


def units_around(unit: Unit) -> list[Unit]:
    """The fixtures that the unit gets, and its class's methods that run around each test; not the unit itself."""
    methods = [
        other
        for other in unit.file.units
        if other.name in _SETUP and other.classes and other.classes[-1] in unit.classes and other is not unit
    ]
    return [*unit.fixtures, *methods]


def text_around(unit: Unit) -> str:
    """The text of the unit, of its class's decorators, and of what runs around it, comments left out."""
    decorators = [ast.unparse(one) for cls in unit.classes for one in cls.decorator_list]
    return "\n".join([text_of_unit(unit), *decorators, *map(text_of_unit, units_around(unit))])


def clears_files(unit: Unit) -> bool:
    """Whether the unit, or what runs around it, removes files, or does anything that might."""
    return _FILES_BACK.search(text_around(unit)) is not None


def text_of_unit(unit: Unit) -> str:
    """The text of the unit, decorators included and comments left out; empty for the module's level."""
    if unit.node is None:
        return ""
    first = min([unit.node.lineno, *(one.lineno for one in unit.node.decorator_list)])
    return "\n".join(_COMMENT.sub("", line) for line in unit.file.lines[first - 1 : unit.node.end_lineno])


def is_wide(fixture: Unit) -> bool:
    """Whether the fixture serves more than one test."""
    return any(_WIDE.search(ast.unparse(expression)) for _name, expression in fixture.decorators)


def runs_alone(unit: Unit) -> bool:
    """Whether nothing runs around the unit that its file does not show: no base class from elsewhere."""
    return all(_is_plain(base, unit) for cls in unit.classes for base in cls.bases)


def _is_plain(base: ast.expr, unit: Unit) -> bool:
    return unit.file.dotted(base) in _PLAIN
