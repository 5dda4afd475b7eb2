"""Assignments to something that is there before: left out, they leave the old value behind."""

from __future__ import annotations

import ast

from ..context import Context

__all__ = ["is_update"]

_MAKERS = frozenset({"__init__", "__new__", "__post_init__", "__set_name__", "__attrs_post_init__", "__setstate__"})


def is_update(node: ast.Assign | ast.AugAssign, context: Context) -> bool:
    """Whether every target very likely holds something before the assignment."""
    if isinstance(node, ast.AugAssign):
        return True
    return all(_exists(target, node, context) for target in node.targets)


def _exists(target: ast.expr, node: ast.Assign, context: Context) -> bool:
    if isinstance(target, ast.Subscript):
        return True
    if isinstance(target, ast.Name):
        return any(isinstance(part, ast.Name) and part.id == target.id for part in ast.walk(node.value))
    function = context.function_of(node)
    return isinstance(target, ast.Attribute) and function is not None and function.name not in _MAKERS
