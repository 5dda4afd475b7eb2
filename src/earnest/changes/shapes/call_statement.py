"""A statement that only calls something, and what the name of the callee says about it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..context import Context
from ..operator import Edit
from .block import drop
from .excerpt import excerpt

__all__ = ["CHECKING", "CallStatement", "call_statement", "drop_call", "last_name", "words_of"]

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
CHECKING = frozenset({
    "validate", "check", "verify", "require", "assert", "guard", "raise", "reject", "enforce", "demand", "authorize",
    "authorise",
})  # fmt: skip
"""Verbs of functions that look whether something is right and raise when it is not."""

# They say how something is done; the verb comes behind them.
_AUXILIARY = frozenset({"do", "maybe", "try", "async", "safe", "safely", "force", "really"})


@dataclass(frozen=True, slots=True)
class CallStatement:
    """`f(x)` or `await f(x)` that stands alone."""

    statement: ast.Expr
    call: ast.Call

    @property
    def awaited(self) -> bool:
        """Whether the call is awaited."""
        return isinstance(self.statement.value, ast.Await)

    @property
    def name(self) -> str:
        """The last part of the callee's name, e.g. `send` for `self.mailer.send`; empty for a call of a call."""
        return last_name(self.call.func)

    @property
    def verb(self) -> str:
        """The first word of the name that says what is done: `send` for `_doSendMail`; empty for `__post_init__`."""
        if self.name.startswith("__"):
            return ""
        return next((word for word in words_of(self.name) if word not in _AUXILIARY), "")

    @property
    def receiver(self) -> str:
        """The last part of what the method is called on, e.g. `mailer`; empty for a plain function."""
        return last_name(self.call.func.value) if isinstance(self.call.func, ast.Attribute) else ""


def call_statement(node: ast.AST) -> CallStatement | None:
    """The call statement that this node is, or None."""
    if not isinstance(node, ast.Expr):
        return None
    value = node.value.value if isinstance(node.value, ast.Await) else node.value
    return CallStatement(node, value) if isinstance(value, ast.Call) else None


def drop_call(found: CallStatement, context: Context, consequence: str) -> Iterator[Edit]:
    """The edit that leaves this call out; the description is the callee's name and the consequence."""
    yield from drop(found.statement, context, f"{excerpt(found.call.func, context)} is not called{consequence}")


def last_name(expression: ast.AST) -> str:
    """The last part of a name, attribute chain or call of one; empty for anything else."""
    if isinstance(expression, ast.Attribute):
        return expression.attr
    if isinstance(expression, ast.Name):
        return expression.id
    if isinstance(expression, ast.Call):
        return last_name(expression.func)
    return last_name(expression.value) if isinstance(expression, ast.Subscript | ast.Await) else ""


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, from snake_case and camelCase alike."""
    return tuple(word.lower() for word in _WORD.findall(name))
