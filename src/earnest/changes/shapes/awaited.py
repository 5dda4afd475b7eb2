"""What an `await` waits for."""

from __future__ import annotations

import ast

from ..context import Context
from .call_statement import last_name

__all__ = ["awaited_call", "only_waits"]

_WAITING = frozenset({"gather", "wait", "join", "wait_closed", "drain", "wait_for_completion", "wait_until_finished"})


def awaited_call(node: ast.Await) -> ast.Call | None:
    """The call that is awaited; None for a name (a task, a future), and for sleeping."""
    call = node.value
    return call if isinstance(call, ast.Call) and last_name(call.func) != "sleep" else None


def only_waits(node: ast.Await, context: Context) -> bool:
    """Whether what is waited for runs by itself: a task, a future, an event, a queue."""
    value = node.value
    if isinstance(value, ast.Call):
        return last_name(value.func) in _WAITING or context.resolve(value.func) == "asyncio.wait"
    return isinstance(value, ast.Name | ast.Attribute | ast.Subscript)
