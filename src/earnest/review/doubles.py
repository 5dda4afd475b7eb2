"""What a test puts in the place of real code: by `patch`, `mocker`, `monkeypatch`, assignment or dependency override."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from .double import MOCK_CLASSES, Double, Technique, is_mock_call
from .patching import REPLACING, assignments, patches, setattrs
from .unit import Unit

__all__ = ["MOCK_CLASSES", "Double", "Technique", "doubles_in", "doubles_of", "is_mock_call", "mocks_of"]

_SET_UP = ("setUp", "setup_method", "asyncSetUp", "setUpClass", "setup_class")
_INJECTING = ("patch", "patch.object")


def doubles_of(test: Unit) -> list[Double]:
    """The doubles that the test and its fixtures put in place, decorators of its class and `setUp` included."""
    found = list(doubles_in(test))
    for method in _SET_UP:
        for unit in test.file.functions.get(method, ()):
            if unit.classes and unit is not test and unit.classes == test.classes:
                found += doubles_in(unit)
    for fixture in test.fixtures:
        found += doubles_in(fixture)
    return found


def doubles_in(unit: Unit) -> list[Double]:
    """The doubles that this function (or the module's level) puts in place by itself, in the order of the text. Those
    of decorators around its class count as its own, if it is a test."""
    known = unit.file.doubles
    if id(unit) not in known:
        known[id(unit)] = list(_doubles(unit))
    return known[id(unit)]


def _doubles(unit: Unit) -> Iterator[Double]:
    yield from _decorators(unit)
    own = unit.node.decorator_list if unit.node else []
    decorators = {id(expression) for expression in own}
    for call in unit.calls(*REPLACING):
        if id(call) not in decorators:
            yield from patches(call, unit)
            yield from setattrs(call, unit)
    for assignment in unit.of(ast.Assign):
        yield from assignments(assignment, unit)


def _decorators(unit: Unit) -> Iterator[Double]:
    """Patches by decorators. The lowest one fills the first argument; those of the class come behind."""
    if unit.node is None:
        return
    arguments = iter(unit.arguments)
    around = [one for cls in reversed(unit.classes) for one in reversed(cls.decorator_list)]
    for decorator in [*reversed(unit.node.decorator_list), *(around if unit.name.startswith("test") else ())]:
        if not isinstance(decorator, ast.Call):
            continue
        for double in patches(decorator, unit):
            injected = double.replacement is None and double.technique in _INJECTING
            name = next(arguments, None) if injected else None
            yield replace(double, names=(name,) if name else double.names)


def mocks_of(test: Unit) -> frozenset[str]:
    """Names in the test that hold mocks: made there, handed in by `patch`, or by a fixture that returns one."""
    known = test.file.mocks
    if id(test) not in known:
        known[id(test)] = _mocks(test)
    return known[id(test)]


def _mocks(test: Unit) -> frozenset[str]:
    names = set(_local_mocks(test))
    for double in doubles_in(test):
        if double.is_mock:
            names.update(double.names)
    for argument in test.arguments:
        fixture = test.file.fixture(argument, test) if argument not in test.parameters else None
        if fixture is not None and _returns_mock(fixture):
            names.add(argument)
    return frozenset(names)


def _local_mocks(unit: Unit) -> Iterator[str]:
    for name, values in unit.assigned.items():
        if any(is_mock_call(value, unit) for value in values):
            yield name


def _returns_mock(fixture: Unit) -> bool:
    handed: list[ast.Return | ast.Yield] = [*fixture.of(ast.Return), *fixture.of(ast.Yield)]
    local = set(_local_mocks(fixture))
    for double in doubles_in(fixture):
        if double.replacement is None:
            local.update(double.names)
    return any(
        is_mock_call(one.value, fixture) or (isinstance(one.value, ast.Name) and one.value.id in local)
        for one in handed
    )
