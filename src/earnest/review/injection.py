"""Mocks that a test hands to the project's own code, and what they stand in for there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from .double import is_mock_call
from .held import annotated_class
from .origin import Origin, Party
from .symbols import SymbolKind
from .syntax import keyword, last_name
from .unit import Unit

__all__ = ["Injected", "injected"]


@dataclass(frozen=True, slots=True)
class Injected:
    """One mock that stands in for an object of a class of the project's."""

    node: ast.expr
    """Where it is made, or handed over when it is made in another file."""
    made: ast.Call
    """The call that makes it."""
    origin: Origin
    """The class in whose place it stands: its `spec`, or the annotation of the parameter."""
    receiver: Origin
    """What it is handed to."""
    parameter: str


def injected(unit: Unit) -> Iterator[Injected]:
    """The mocks that calls in this function hand to first-party classes and functions, as far as the text says what
    they stand in for."""
    for call in unit.of(ast.Call):
        handed = {id(given): _mock(given, unit) for given in (*call.args, *(one.value for one in call.keywords))}
        # Whose the callee is takes longer to find out than whether there is a mock at all.
        if not any(made for made, _local in handed.values()) or not isinstance(call.func, ast.Name | ast.Attribute):
            continue
        receiver = unit.file.origin_in(unit, call.func)
        if receiver.party is not Party.FIRST:
            continue
        for parameter, annotation, given in _arguments(call, receiver):
            made, local = handed.get(id(given), (None, False))
            origin = _stood_for(made, annotation, receiver, unit) if made else None
            if made is not None and origin is not None and origin.own and _behaves(origin):
                yield Injected(made if local else given, made, origin, receiver, parameter)


def _mock(given: ast.expr, unit: Unit) -> tuple[ast.Call | None, bool]:
    """The call that makes the mock behind an argument, and whether it stands in the unit's own file."""
    if isinstance(given, ast.Call):
        return (given, True) if is_mock_call(given, unit) else (None, False)
    if not isinstance(given, ast.Name):
        return None, False
    bound = unit.assigned.get(given.id, [])
    if not bound and given.id not in unit.arguments:
        bound = unit.file.top.assigned.get(given.id, [])
    for value in reversed(bound):
        return (value, True) if isinstance(value, ast.Call) and is_mock_call(value, unit) else (None, False)
    fixture = unit.file.fixture(given.id, unit) if given.id in unit.arguments else None
    if fixture is None or given.id in unit.parameters:
        return None, False
    returned: list[ast.Return | ast.Yield] = [*fixture.of(ast.Return), *fixture.of(ast.Yield)]
    for one in returned:
        made = one.value
        if isinstance(made, ast.Name):
            made = next(reversed(fixture.assigned.get(made.id, [])), None)
        if isinstance(made, ast.Call) and is_mock_call(made, fixture):
            return made, fixture.file is unit.file
    return None, False


def _arguments(call: ast.Call, origin: Origin) -> Iterator[tuple[str, ast.expr | None, ast.expr]]:
    """Name, annotation and value of each argument."""
    parameters = _parameters(origin)
    by_name = {parameter.arg: parameter.annotation for parameter in parameters}
    for parameter, given in zip(parameters, call.args, strict=False):
        if isinstance(given, ast.Starred):
            break
        yield parameter.arg, parameter.annotation, given
    for named in call.keywords:
        if named.arg:
            yield named.arg, by_name.get(named.arg), named.value


def _parameters(origin: Origin) -> list[ast.arg]:
    node = origin.node
    if isinstance(node, ast.ClassDef):
        init = next((one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"), None)
        if init is None:
            return [
                ast.arg(one.target.id, one.annotation)
                for one in node.body
                if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
            ]
        return [*init.args.posonlyargs, *init.args.args, *init.args.kwonlyargs][1:]
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return []
    found = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return found[1:] if found and found[0].arg in ("self", "cls") else found


def _stood_for(made: ast.Call, annotation: ast.expr | None, receiver: Origin, unit: Unit) -> Origin | None:
    spec = keyword(made, "spec", "spec_set")
    if spec is None and last_name(made.func) == "create_autospec" and made.args:
        spec = made.args[0]
    if spec is not None:
        return unit.file.origin_in(unit, spec)
    name = annotated_class(annotation)
    return unit.file.codebase.resolve(f"{receiver.module}.{name}", unit.file.base) if name else None


def _behaves(origin: Origin) -> bool:
    """Whether the class does something, rather than to hold data or to name an interface."""
    if origin.kind is not SymbolKind.CLASS or not isinstance(origin.node, ast.ClassDef):
        return False
    return any(
        isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and not one.name.startswith("__")
        for one in origin.node.body
    )
