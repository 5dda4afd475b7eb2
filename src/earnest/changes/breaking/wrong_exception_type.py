"""Raises a `RuntimeError` in place of the exception that callers wait for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.message import MESSAGE_KEYWORDS
from ..shapes.raising import CONTROL_FLOW, is_caught_on_the_spot, raised_name

__all__ = ["WrongExceptionType"]


class WrongExceptionType(Operator):
    """Raises `RuntimeError` with the same message in place of the exception class that callers wait for.

    Stands for the error that escapes its handlers: the client who should have seen a 404 sees a 500, the retry that
    waits for a timeout gives up. A test that only says `pytest.raises(Exception)` does not notice.

    Before: `raise NotFound(f"no user {key}", key=key)`
    After: `raise RuntimeError(f"no user {key}")`

    Must not fire where the class says nothing (`Exception`, `RuntimeError`), where no class is named
    (`raise error`, `raise self.error_class(...)`), on control flow such as `StopIteration` and `SystemExit`, and inside
    a `try` whose first handler catches everything.
    """

    name = "wrong-exception-type"
    family = Family.ERRORS
    incident = "Callers waited for another exception class, so the error passed all handlers and became a crash."
    nodes = (ast.Raise,)
    priority = 35
    accepts = (
        Accept(
            "def pay(amount):\n    raise ValueError(f'bad {amount}')\n",
            ("def pay(amount):\n    raise RuntimeError(f'bad {amount}')\n",),
        ),
        Accept(
            "def get(key):\n    raise errors.NotFound('no user', key=key) from None\n",
            ("def get(key):\n    raise RuntimeError('no user') from None\n",),
        ),
        Accept(
            "def get(key):\n    raise HTTPException(status_code=404, detail='no user')\n",
            ("def get(key):\n    raise RuntimeError('no user')\n",),
        ),
        Accept("def get(key):\n    raise KeyError\n", ("def get(key):\n    raise RuntimeError\n",)),
    )
    rejects = (
        Reject("def f():\n    raise Exception('no')\n", "callers can only catch it widely"),
        Reject("def f(error):\n    raise error\n", "the class is not known here"),
        Reject("def f(self):\n    raise self.make_error('no')\n", "the class is not known here"),
        Reject("def f():\n    raise SystemExit(2)\n", "it ends the program and is caught by nobody"),
        Reject(
            "def f():\n    try:\n        raise ValueError('no')\n    except Exception:\n        return None\n",
            "the handler catches either",
        ),
    )

    _SILENT: ClassVar[frozenset[str]] = CONTROL_FLOW | {
        "Exception", "BaseException", "RuntimeError", "NotImplementedError", "AssertionError", "SystemExit",
        "KeyboardInterrupt", "Exit", "Abort",
    }  # fmt: skip

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The class, and keyword arguments that RuntimeError does not take, are replaced."""
        assert isinstance(node, ast.Raise)
        name = raised_name(node)
        if not _is_class_name(name) or name in self._SILENT or is_caught_on_the_spot(node, context):
            return
        description = f"RuntimeError is raised in place of {name}"
        if isinstance(node.exc, ast.Call) and node.exc.keywords:
            yield Edit(*context.span(node.exc), f"RuntimeError({_message_of(node.exc, context)})", description)
        elif isinstance(node.exc, ast.Call):
            yield Edit(*context.span(node.exc.func), "RuntimeError", description)
        elif node.exc is not None:
            yield Edit(*context.span(node.exc), "RuntimeError", description)


def _is_class_name(name: str) -> bool:
    return name.lstrip("_")[:1].isupper()


def _message_of(call: ast.Call, context: Context) -> str:
    """The text of the positional arguments, or of the keyword argument that holds the message."""
    if call.args:
        return ", ".join(context.text_of(argument) for argument in call.args)
    return next((context.text_of(item.value) for item in call.keywords if item.arg in MESSAGE_KEYWORDS), "")
