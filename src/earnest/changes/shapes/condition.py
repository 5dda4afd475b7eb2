"""The conditions on which code branches: of `if`, `while`, a ternary, a comprehension and a guard."""

from __future__ import annotations

import ast
from collections.abc import Iterator

__all__ = ["BRANCHING", "conditions"]

BRANCHING = (ast.If, ast.While, ast.IfExp, ast.comprehension, ast.match_case)


def conditions(node: ast.AST) -> Iterator[ast.expr]:
    """The conditions of this node that are not constants."""
    found: list[ast.expr] = []
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        found = [node.test]
    elif isinstance(node, ast.comprehension):
        found = node.ifs
    elif isinstance(node, ast.match_case) and node.guard is not None:
        found = [node.guard]
    return (test for test in found if not isinstance(test, ast.Constant))
