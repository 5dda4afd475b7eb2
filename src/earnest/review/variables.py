"""What the variables, fixtures and attributes of a test hold: which class an expression is an instance of."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .held import annotated_class, looks_like_class, settled
from .origin import Origin, Party
from .symbols import SymbolKind
from .syntax import text_of

if TYPE_CHECKING:
    from .unit import Unit

__all__ = ["origin_of"]

_DEPTH = 6
_UNKNOWN = Origin("", Party.UNKNOWN)


def origin_of(unit: Unit, node: ast.AST | None, depth: int = 0) -> Origin:
    """Whose the object behind an expression in this unit is: a name through its import or definition, a variable or
    `self.attribute` or fixture through the class of what it holds, a call through the class of what it gives.

    The answer for a node is kept for as long as its file: several rules ask for the same ones.
    """
    known = unit.file.origins
    if id(node) in known:
        return known[id(node)]
    found = _origin_of(unit, node, depth)
    if depth == 0 and node is not None:
        known[id(node)] = found
    return found


def _origin_of(unit: Unit, node: ast.AST | None, depth: int) -> Origin:
    if depth > _DEPTH:
        return _UNKNOWN
    rest: list[str] = []
    node = settled(node)
    while isinstance(node, ast.Attribute):
        rest.append(node.attr)
        node = node.value
    rest.reverse()
    if isinstance(node, ast.Await):
        node = node.value
    if isinstance(node, ast.Call):
        return _attribute(unit, _given(unit, node, depth + 1), rest)
    if not isinstance(node, ast.Name):
        return _UNKNOWN
    name = node.id
    if name in ("self", "cls") and unit.classes and rest:
        return _attribute(unit, _own_attribute(unit, rest[0], depth + 1), rest[1:])
    if name in unit.assigned or name in unit.arguments:
        return _attribute(unit, _variable(unit, name, depth + 1), rest)
    return unit.file.origin(unit.file.dotted_text(".".join([name, *rest])))


def _attribute(unit: Unit, held: Origin, rest: list[str]) -> Origin:
    if not rest or not held.dotted:
        return held
    if held.party in (Party.THIRD, Party.STDLIB) or held.kind in (SymbolKind.CLASS, SymbolKind.MODULE):
        return unit.file.codebase.resolve(".".join([held.dotted, *rest]), unit.file.base)
    return _UNKNOWN


def _given(unit: Unit, call: ast.Call, depth: int) -> Origin:
    """The class of what a call gives; the module that `import_module` gives."""
    callee = origin_of(unit, call.func, depth)
    if callee.dotted == "importlib.import_module":
        name = text_of(call.args[0]) if call.args else ""
        return unit.file.origin(name) if name else _UNKNOWN
    if callee.kind is SymbolKind.CLASS:
        return callee
    if callee.kind is SymbolKind.FUNCTION:
        found = unit.file.codebase.instance(callee, unit.file.base)
        return found if found.party is not Party.UNKNOWN else _UNKNOWN
    if callee.party in (Party.THIRD, Party.STDLIB) and looks_like_class(callee.dotted):
        return callee
    return _UNKNOWN


def _variable(unit: Unit, name: str, depth: int) -> Origin:
    """The class of what a local variable or an argument holds; a module or class that it is another name of."""
    for value in reversed(unit.assigned.get(name, ())):
        if isinstance(value, ast.Name) and value.id == name:
            continue
        return origin_of(unit, value, depth)
    if name in unit.parameters or unit.node is None:
        return _UNKNOWN
    fixture = unit.file.fixture(name, unit)
    if fixture is not None and fixture is not unit:
        found = _handed(fixture, depth)
        if found.dotted:
            return found
    given = unit.node.args
    for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs):
        if argument.arg == name and argument.annotation is not None:
            return _typed(unit, argument.annotation)
    return _UNKNOWN


def _handed(fixture: Unit, depth: int) -> Origin:
    """The class of what a fixture returns or yields."""
    handed: list[ast.Return | ast.Yield] = [*fixture.of(ast.Return), *fixture.of(ast.Yield)]
    for node in handed:
        if node.value is not None:
            found = origin_of(fixture, node.value, depth + 1)
            if found.dotted:
                return found
    returns = fixture.node.returns if fixture.node else None
    return _typed(fixture, returns) if returns else _UNKNOWN


def _typed(unit: Unit, annotation: ast.expr) -> Origin:
    name = annotated_class(annotation)
    found = unit.file.origin(unit.file.dotted_text(name)) if name else _UNKNOWN
    return found if found.kind is SymbolKind.CLASS or found.party in (Party.THIRD, Party.STDLIB) else _UNKNOWN


def _own_attribute(unit: Unit, name: str, depth: int) -> Origin:
    """`self.name`, as this method or one that prepares the test's class binds it."""
    for method in (unit, *unit.preparing):
        bound = method.own_assignments.get(name)
        if bound:
            return origin_of(method, bound[-1].value, depth)
    member = _members(unit).get(name)
    if isinstance(member, ast.AnnAssign) and member.value is None:
        return _typed(unit, member.annotation)
    return origin_of(unit, member.value, depth) if member is not None else _UNKNOWN


def _members(unit: Unit) -> dict[str, ast.Assign | ast.AnnAssign]:
    """What the body of the unit's class assigns, the first assignment to each name; read once for each class."""
    cls = unit.classes[-1]
    known = unit.file.members
    if id(cls) not in known:
        table: dict[str, ast.Assign | ast.AnnAssign] = {}
        for statement in cls.body:
            if isinstance(statement, ast.Assign | ast.AnnAssign):
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                for target in targets:
                    if isinstance(target, ast.Name):
                        table.setdefault(target.id, statement)
        known[id(cls)] = table
    return known[id(cls)]
