"""Where local names are read, and what is done to what they hold."""

from __future__ import annotations

import ast

from .syntax import every
from .unit import Unit

__all__ = ["call_behind", "is_read", "names_in", "reads_of"]


def reads_of(unit: Unit, name: str) -> list[ast.Name]:
    """The places in the function that read this name, nested functions included."""
    root = unit.node or unit.file.tree
    return [
        node
        for node in every(root)
        if isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Store)
    ]


def is_read(unit: Unit, name: str) -> bool:
    """Whether anything in the function reads this name."""
    return bool(reads_of(unit, name))


def names_in(node: ast.AST) -> frozenset[str]:
    """The names that an expression or statement reads or binds."""
    return frozenset(one.id for one in every(node) if isinstance(one, ast.Name))


def call_behind(unit: Unit, node: ast.AST | None) -> ast.Call | None:
    """The call that an expression stands for: itself, awaited, or the one call that a local name was bound to."""
    if isinstance(node, ast.Name):
        values = unit.assigned.get(node.id, [])
        node = values[0] if len(values) == 1 and node.id not in unit.arguments else None
    if isinstance(node, ast.Await):
        node = node.value
    return node if isinstance(node, ast.Call) else None
