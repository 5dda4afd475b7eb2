"""Which functions of the suite a call reaches: helpers of the file, of other files, of base classes and fixtures."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .origin import Origin, Party
from .symbols import SymbolKind
from .syntax import dotted_name
from .testfile import TestFile
from .unit import Unit

__all__ = ["callees", "is_support", "methods"]

_SUPPORT = re.compile(r"(?:^|[._])(?:conftest|tests?|testing|test_?utils?|test_?case)(?:[._]|$)", re.I)
_DEPTH = 6
"""How many base classes are followed upwards."""


def callees(call: ast.Call, unit: Unit) -> Iterator[Unit]:
    """The functions of test support that the call may run, as far as their text can be found."""
    function = call.func
    if isinstance(function, ast.Call):
        yield from callees(function, unit)
        return
    name = dotted_name(function)
    first, _, rest = name.partition(".")
    if first in ("self", "cls") and unit.classes and rest and "." not in rest:
        yield from methods(rest, unit)
    elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Call):
        yield from _of_result(function.value, function.attr, unit)
    elif name:
        if not rest:
            yield from (one for one in unit.file.functions.get(name, ()) if not one.classes and one is not unit)
        if first in unit.arguments and first not in unit.parameters:
            yield from _of_fixture(first, rest, unit)
        yield from _of_origin(unit.file.origin_in(unit, function), unit.file)


def _of_result(made: ast.Call, attribute: str, unit: Unit) -> Iterator[Unit]:
    """`super().check()`, `Robot(page).check()`."""
    if dotted_name(made.func) == "super":
        yield from methods(attribute, unit)
        return
    origin = unit.file.origin_in(unit, made.func)
    if origin.kind is SymbolKind.CLASS:
        yield from _of_origin(unit.file.origin(f"{origin.dotted}.{attribute}"), unit.file)


def _of_fixture(name: str, rest: str, unit: Unit) -> Iterator[Unit]:
    """What a fixture hands out: a function defined in it, or an instance of a class of the suite."""
    fixture = unit.file.fixture(name, unit)
    if fixture is None or fixture is unit:
        return
    if not rest:
        yield fixture
        return
    handed: list[ast.Return | ast.Yield] = [*fixture.of(ast.Return), *fixture.of(ast.Yield)]
    for node in handed:
        if isinstance(node.value, ast.Call):
            origin = fixture.file.origin_in(fixture, node.value.func)
            yield from _of_origin(fixture.file.origin(f"{origin.dotted}.{rest}"), fixture.file)


def _of_origin(origin: Origin, file: TestFile) -> Iterator[Unit]:
    if not is_support(origin) or not origin.file.endswith(".py"):
        return
    other = file.codebase_file(origin.file)
    if other is None:
        return
    last = origin.dotted.rpartition(".")[2]
    if origin.kind is SymbolKind.CLASS:  # an instance is often handed to the code, which then calls its methods
        yield from (one for one in other.units if one.classes and one.classes[-1].name == last)
    elif other is not file or "." in origin.dotted.removeprefix(f"{origin.module}."):
        yield from other.functions.get(last, ())


def is_support(origin: Origin) -> bool:
    """Whether it belongs to the suite, or to a module that the project ships for its own and others' tests."""
    if origin.party is Party.TEST:
        return True
    return origin.party in (Party.FIRST, Party.BOUNDARY) and bool(_SUPPORT.search(origin.module))


def methods(name: str, unit: Unit) -> list[Unit]:
    """The methods of this name that `self` may have in a method of the suite: of its class, of bases in other files,
    and, since classes are also mixed into others, of any class of the file."""
    found = [one for one in unit.file.functions.get(name, ()) if one.classes and one is not unit]
    if found or not unit.classes:
        return found
    return list(_inherited(name, unit.classes[-1], unit.file, 0))


def _inherited(name: str, cls: ast.ClassDef, file: TestFile, depth: int) -> Iterator[Unit]:
    if depth > _DEPTH:
        return
    for base in cls.bases:
        origin = file.origin(base)
        if not isinstance(origin.node, ast.ClassDef) or not origin.file.endswith(".py"):
            continue
        other = file.codebase_file(origin.file)
        if other is None:
            continue
        own = [one for one in other.functions.get(name, ()) if one.classes and one.classes[-1] is origin.node]
        yield from own or _inherited(name, origin.node, other, depth + 1)
