"""What an `except` clause does with the exception that it catches."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ..context import Context
from .block import own_nodes
from .call_statement import call_statement

__all__ = [
    "catches_everything",
    "changes_nothing",
    "gives_substitute",
    "guards_an_import",
    "raises",
    "significant",
    "try_of",
]

_SUBSTITUTES = (ast.Return, ast.Continue, ast.Break, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Pass)
_WIDE = frozenset({"Exception", "BaseException"})


def significant(body: Sequence[ast.stmt], context: Context) -> list[ast.stmt]:
    """The statements that do something: no `pass`, docstring, logging or sleep."""
    return [line for line in body if not (isinstance(line, ast.Pass) or context.is_arid(line) or _sleeps(line))]


def _sleeps(statement: ast.stmt) -> bool:
    found = call_statement(statement)
    return found is not None and found.name == "sleep"


def raises(handler: ast.ExceptHandler) -> bool:
    """Whether the handler can raise by a statement of its own."""
    return any(isinstance(node, ast.Raise) for node in own_nodes(handler.body))


def gives_substitute(handler: ast.ExceptHandler, context: Context) -> bool:
    """Whether all that the handler does is to go on with another value, the next round, or nothing."""
    lines = significant(handler.body, context)
    return all(isinstance(line, _SUBSTITUTES) and _binds_names(line) for line in lines) and not raises(handler)


def _binds_names(statement: ast.stmt) -> bool:
    """Whether an assignment has only local names for targets: another object's state is more than a substitute."""
    if isinstance(statement, ast.Assign):
        return all(isinstance(target, ast.Name | ast.Tuple) for target in statement.targets)
    return not isinstance(statement, ast.AnnAssign | ast.AugAssign) or isinstance(statement.target, ast.Name)


def guards_an_import(handler: ast.ExceptHandler, context: Context) -> bool:
    """Whether it stands for an optional dependency: which branch runs depends on the machine, not on the tests."""
    caught = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} if handler.type else set()
    if caught & {"ImportError", "ModuleNotFoundError"}:
        return True
    body = try_of(handler, context).body
    return any(isinstance(line, ast.Import | ast.ImportFrom) for line in body)


def try_of(handler: ast.ExceptHandler, context: Context) -> ast.Try | ast.TryStar:
    """The statement that the handler belongs to."""
    above = context.parent(handler)
    assert isinstance(above, ast.Try | ast.TryStar)
    return above


def changes_nothing(handler: ast.ExceptHandler, context: Context) -> bool:
    """Whether falling out of the handler's end does what its last statement does: `continue` at the end of a loop.

    `return False` at the end of a function counts too: None in its place is for most callers the same.
    """
    last = handler.body[-1]
    if isinstance(last, ast.Continue):
        ends = _is_last_of(try_of(handler, context), context, ast.For | ast.AsyncFor | ast.While)
    elif isinstance(last, ast.Return) and _is_falsy(last.value):
        ends = _is_last_of(try_of(handler, context), context, ast.FunctionDef | ast.AsyncFunctionDef)
    else:
        return False
    return ends and len(significant(handler.body, context)) == 1


def _is_falsy(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and not value.value)


def _is_last_of(statement: ast.stmt, context: Context, kind: object) -> bool:
    """Whether nothing comes behind this statement before the end of the nearest loop or function of that kind."""
    below: ast.AST = statement
    for above in context.ancestors(statement):
        blocks = [block for _, block in ast.iter_fields(above) if isinstance(block, list) and below in block]
        if not blocks or blocks[0][-1] is not below:
            return False
        if isinstance(above, kind):  # type: ignore[arg-type]  # a union of node types
            return blocks[0] is getattr(above, "body", None)
        if not isinstance(above, ast.If | ast.With | ast.AsyncWith):
            return False
        below = above
    return False


def catches_everything(handler: ast.ExceptHandler) -> bool:
    """Whether it is `except:`, `except Exception` or `except BaseException`."""
    return handler.type is None or (isinstance(handler.type, ast.Name) and handler.type.id in _WIDE)
