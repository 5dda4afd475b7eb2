"""What a function of the project hands back, as far as its text shows it: whether it can be None, or false."""

from __future__ import annotations

import ast
import re

from .codebase import Codebase
from .origin import Origin, Party
from .symbols import SymbolKind
from .syntax import dotted_name, last_name

__all__ = ["Returned", "is_always_true", "is_never_none", "returned_by"]

_HARMLESS_DECORATORS = frozenset({"staticmethod", "classmethod", "override", "typing.override"})
_DISPLAYS = (
    ast.Dict, ast.List, ast.Tuple, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.JoinedStr, ast.Compare, ast.BinOp,
    ast.GeneratorExp, ast.Lambda,
)  # fmt: skip
"""Expressions that are never None."""
_OPEN = re.compile(
    r"\b(?:None|Optional|Any|object|NoReturn|Never|Self|Generator|Iterator)\b|\|\s*None|^[A-Z]$|^_?[A-Z]\w?$|\bT\w*\b"
)
"""Annotations that allow None, or do not say."""

Returned = list[ast.expr | None]
"""The values of the `return` statements, None for a bare one."""


def returned_by(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Returned:
    """The values that the function returns, functions nested in it left out."""
    found: Returned = []
    pending: list[ast.AST] = list(node.body)
    while pending:
        one = pending.pop()
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(one, ast.Return):
            found.append(one.value)
        pending += ast.iter_child_nodes(one)
    return found


def is_never_none(origin: Origin, codebase: Codebase) -> bool:
    """Whether a call of this function or class of the project surely gives something other than None."""
    if origin.party not in (Party.FIRST, Party.BOUNDARY):
        return False
    if origin.kind is SymbolKind.CLASS:
        return _is_plain_class(origin.node)
    node = origin.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or not _is_plain(node):
        return False
    values = returned_by(node)
    if not values or any(value is None or _is_none(value) for value in values) or not _ends_by_itself(node.body):
        return False
    if node.returns is not None:
        return not _OPEN.search(ast.unparse(node.returns))
    return all(value is not None and _is_something(value, origin, codebase) for value in values)


def is_always_true(origin: Origin, codebase: Codebase) -> bool:
    """Whether what a call gives is surely true: an instance of a class that does not define its own truth, or a filled
    container."""
    if origin.kind is SymbolKind.CLASS:
        return origin.party in (Party.FIRST, Party.BOUNDARY) and _has_no_truth(origin.node)
    node = origin.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or not is_never_none(origin, codebase):
        return False
    return all(_is_true(value, origin, codebase) for value in returned_by(node))


def _is_plain(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether the text of the function is what a call runs: no generator, no decorator that may change the result."""
    if any(dotted_name(one) not in _HARMLESS_DECORATORS for one in node.decorator_list):
        return False
    return not any(isinstance(one, ast.Yield | ast.YieldFrom) for one in ast.walk(node))


def _is_plain_class(node: ast.AST | None) -> bool:
    if not isinstance(node, ast.ClassDef) or any(given.arg == "metaclass" for given in node.keywords):
        return False
    return not any(isinstance(one, ast.FunctionDef) and one.name == "__new__" for one in node.body)


def _has_no_truth(node: ast.AST | None) -> bool:
    """Whether a class, which has no bases that could, defines neither `__bool__` nor `__len__`."""
    if not isinstance(node, ast.ClassDef) or not _is_plain_class(node):
        return False
    if any(last_name(base) not in ("object", "ABC") for base in node.bases):
        return False
    return not any(isinstance(one, ast.FunctionDef) and one.name in ("__bool__", "__len__") for one in node.body)


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _ends_by_itself(body: list[ast.stmt]) -> bool:
    """Whether the end of these statements is never reached, so that no None is returned by falling off it."""
    last = body[-1]
    if isinstance(last, ast.Return | ast.Raise):
        return True
    if isinstance(last, ast.If):
        return bool(last.orelse) and _ends_by_itself(last.body) and _ends_by_itself(last.orelse)
    if isinstance(last, ast.With | ast.AsyncWith):
        return _ends_by_itself(last.body)
    if isinstance(last, ast.Try):
        inner = _ends_by_itself(last.orelse or last.body)
        return inner and all(_ends_by_itself(one.body) for one in last.handlers)
    return False


def _is_something(value: ast.expr, origin: Origin, codebase: Codebase) -> bool:
    """Whether an expression is surely not None."""
    if isinstance(value, ast.Constant):
        return value.value is not None
    if isinstance(value, _DISPLAYS):
        return True
    return _makes_instance(value, origin, codebase) is not None


def _is_true(value: ast.expr | None, origin: Origin, codebase: Codebase) -> bool:
    if isinstance(value, ast.Dict):
        return bool(value.keys) and None not in value.keys
    if isinstance(value, ast.List | ast.Tuple | ast.Set):
        return bool(value.elts) and not any(isinstance(one, ast.Starred) for one in value.elts)
    if isinstance(value, ast.Constant):
        return bool(value.value) and value.value is not True
    made = _makes_instance(value, origin, codebase)
    return made is not None and _has_no_truth(made)


def _makes_instance(value: ast.expr | None, origin: Origin, codebase: Codebase) -> ast.ClassDef | None:
    """The class of the project that the expression makes an instance of."""
    name = dotted_name(value.func) if isinstance(value, ast.Call) else ""
    if not name:
        return None
    made = codebase.resolve(f"{origin.module}.{name}", codebase.base_of(origin.file))
    return made.node if isinstance(made.node, ast.ClassDef) and _is_plain_class(made.node) else None
