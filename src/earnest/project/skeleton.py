"""Digests a module without its function bodies: what stays equal while only functions are edited."""

from __future__ import annotations

import ast
import hashlib

from ..model import SourceFile
from .source import parse

__all__ = ["skeleton_digest"]


def skeleton_digest(text: str) -> str:
    """SHA-256 of the syntax tree of a module with every function's body taken out.

    Two texts with the same digest differ only inside function bodies, and in comments, blank space and the numbers of
    lines. It holds for one version of Python: the shape of syntax trees changes between them. Raises ProjectError.
    """
    tree = parse(SourceFile("<text>", "", text, ""))
    _empty_functions(tree)
    return hashlib.sha256(ast.dump(tree).encode("utf-8", "surrogatepass")).hexdigest()


def _empty_functions(tree: ast.Module) -> None:
    """Functions are statements, so only bodies of statements are searched; a lambda is an expression and stays."""
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = []
            continue
        for field in ("body", "orelse", "finalbody", "handlers", "cases"):
            pending.extend(child for child in _list(getattr(node, field, None)) if isinstance(child, ast.AST))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
