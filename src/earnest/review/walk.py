"""One flat walk over a test file: sorts its nodes into units and remembers parents."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .unit import Unit, UnitKind

if TYPE_CHECKING:
    from .testfile import TestFile

__all__ = ["is_nested", "parent_of", "sort_nodes"]

_FUNCTIONS = frozenset({ast.FunctionDef, ast.AsyncFunctionDef})
_PLAIN = frozenset({
    "arg", "attr", "asname", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level", "module", "names",
    "op", "ops", "rest", "simple", "tag", "type_comment", "type_ignores",
})  # fmt: skip
"""Fields without nodes, or with nodes that say nothing by themselves and that the whole tree shares (`Load`, `Add`)."""


class _Fields(dict[type[ast.AST], tuple[str, ...]]):
    """For each type of node the fields that hold nodes, the last one first: looking at the others takes most of the time
    of a naive walk."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        """Worked out once for each type."""
        fields = () if issubclass(kind, ast.Constant | ast.Name) else kind._fields
        self[kind] = tuple(name for name in reversed(fields) if name not in _PLAIN)
        return self[kind]


_FIELDS = _Fields()


def parent_of(node: ast.AST) -> ast.AST | None:
    """The node around this one, in a tree that `sort_nodes` has seen. Names and constants know theirs as well."""
    found: ast.AST | None = getattr(node, "earnest_parent", None)
    return found


def is_nested(node: ast.AST, unit: Unit) -> bool:
    """Whether the node stands in a function, lambda or class inside the unit, and so runs at another time."""
    around = parent_of(node)
    while around is not None and around is not unit.node:
        if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            return True
        around = parent_of(around)
    return False


def sort_nodes(file: TestFile) -> list[Unit]:
    """The units of the file, the module's level first, then by the order of the text, each with its nodes. Functions count
    as helpers until somebody knows better."""
    units = [Unit(file, UnitKind.MODULE, None, ())]
    _sort(file.tree, units, ())
    return units


def _sort(outer: ast.Module | ast.ClassDef, units: list[Unit], classes: tuple[ast.ClassDef, ...]) -> None:
    """Sorts what stands in the module or in one of its classes outside of functions. A class within a class is a call
    deeper; Python itself allows a hundred levels of them."""
    module = units[0]
    stack: list[ast.AST] = []
    _push_children(outer, stack)
    while stack:
        node = stack.pop()
        kind = type(node)
        if kind in _FUNCTIONS:
            unit = Unit(module.file, UnitKind.HELPER, node, classes)  # type: ignore[arg-type]  # one of the two kinds
            units.append(unit)
            _collect(node, unit)
            continue
        module.by_type[kind].append(node)
        if isinstance(node, ast.ClassDef):
            _sort(node, units, (*classes, node))
        else:
            _push_children(node, stack)


def _push_children(node: ast.AST, stack: list[ast.AST]) -> None:
    for name in _FIELDS[type(node)]:
        value = getattr(node, name)
        children = reversed(value) if value.__class__ is list else (value,)
        for child in children:
            if isinstance(child, ast.AST):
                child.earnest_parent = node  # type: ignore[attr-defined]  # here and in _collect it is added
                if not isinstance(child, ast.Name):
                    stack.append(child)


def _collect(function: ast.AST, unit: Unit) -> None:
    """Everything in a function. Iterative, since generated tests nest deeper than Python's recursion limit allows; and
    written out, since half of the time of a review is spent here."""
    by_type, fields, name_type = unit.by_type, _FIELDS, ast.Name
    stack = [function]
    pop, push = stack.pop, stack.append
    while stack:
        node = pop()
        kind = node.__class__
        by_type[kind].append(node)
        for name in fields[kind]:
            value = getattr(node, name)
            if value.__class__ is list:
                for child in reversed(value):
                    if child is not None:
                        child.earnest_parent = node
                        if child.__class__ is not name_type:
                            push(child)
            elif value is not None and value.__class__ is not str:
                value.earnest_parent = node
                if value.__class__ is not name_type:
                    push(value)
