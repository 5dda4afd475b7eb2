"""Expressions that are text, bytes or a collection by their looks."""

from __future__ import annotations

import ast

__all__ = ["is_sequence"]

_DISPLAYS = (ast.JoinedStr, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.DictComp)
_MAKERS = frozenset({"str", "bytes", "list", "tuple", "repr", "chr", "format", "dict", "sorted"})
_METHODS = frozenset({"join", "format", "encode", "decode", "strip", "lower", "upper", "replace", "ljust", "rjust"})


def is_sequence(node: ast.expr) -> bool:
    """Whether this is plainly a text, bytes or a collection; False where it cannot be said."""
    while isinstance(node, ast.BinOp):  # a sum of a thousand terms is a thousand levels deep on its left
        if is_sequence(node.right):
            return True
        node = node.left
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str | bytes)
    if isinstance(node, ast.Call):
        function = node.func
        made = isinstance(function, ast.Name) and function.id in _MAKERS
        return made or (isinstance(function, ast.Attribute) and function.attr in _METHODS)
    return isinstance(node, _DISPLAYS)
