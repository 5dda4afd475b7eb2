"""The text of an expression in a form that can stand anywhere."""

from __future__ import annotations

import ast

from ..context import Context

__all__ = ["standalone"]

_ATOMS = (
    *(ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.List, ast.Dict, ast.Set),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.Constant, ast.JoinedStr),
)


def standalone(node: ast.expr, context: Context) -> str:
    """The node's text, between parentheses where it binds less than an atom or covers several lines."""
    text = context.text_of(node)
    if isinstance(node, ast.Tuple) and node.elts and context.outer_span(node.elts[-1])[1] < context.span(node)[1]:
        return text  # its parentheses are part of it
    return text if isinstance(node, _ATOMS) and "\n" not in text else f"({text})"
