"""One flat walk over a test file: sorts its nodes into units and remembers parents."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .unit import Unit, UnitKind

if TYPE_CHECKING:
    from .testfile import TestFile

__all__ = ["parent_of", "sort_nodes"]

_LEAVES: tuple[type[ast.AST], ...] = (
    ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop, ast.Name, ast.alias, ast.type_ignore,
)  # fmt: skip
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def parent_of(node: ast.AST) -> ast.AST | None:
    """The node around this one, in a tree that `sort_nodes` has seen. Names and constants know theirs as well."""
    found: ast.AST | None = getattr(node, "earnest_parent", None)
    return found


def sort_nodes(file: TestFile) -> tuple[list[Unit], list[ast.Import | ast.ImportFrom]]:
    """The units of the file, the module's level first, each with its nodes in the order of the text; and all imports.
    Functions count as helpers until somebody knows better.

    Iterative, since generated tests nest deeper than Python's recursion limit allows.
    """
    module = Unit(file, UnitKind.MODULE, None, ())
    units = [module]
    imports: list[ast.Import | ast.ImportFrom] = []
    stack: list[tuple[ast.AST, Unit, tuple[ast.ClassDef, ...]]] = [
        (child, module, ()) for child in reversed(file.tree.body)
    ]
    for child in file.tree.body:
        child.earnest_parent = file.tree  # type: ignore[attr-defined]  # the one place that adds it
    while stack:
        node, unit, classes = stack.pop()
        if isinstance(node, _FUNCTIONS) and unit is module:
            unit = Unit(file, UnitKind.HELPER, node, classes)
            units.append(unit)
        unit.nodes.append(node)
        if isinstance(node, ast.Import | ast.ImportFrom):
            imports.append(node)
        if isinstance(node, ast.ClassDef) and unit is module:
            classes = (*classes, node)
        below: list[tuple[ast.AST, Unit, tuple[ast.ClassDef, ...]]] = []
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                for child in value:
                    if isinstance(child, ast.AST):
                        child.earnest_parent = node  # type: ignore[attr-defined]  # the one place that adds it
                        if not isinstance(child, _LEAVES):
                            below.append((child, unit, classes))
            elif isinstance(value, ast.AST):
                value.earnest_parent = node  # type: ignore[attr-defined]  # the one place that adds it
                if not isinstance(value, _LEAVES):
                    below.append((value, unit, classes))
        below.reverse()
        stack += below
    return units, imports
