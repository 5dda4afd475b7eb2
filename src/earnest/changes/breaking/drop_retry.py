"""Tries once what was to be tried several times."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.block import own_nodes

__all__ = ["DropRetry"]


class DropRetry(Operator):
    """Lets a retry loop run once, or takes the decorator off that retries a function.

    A retry loop is `for ... in range(...)` around a `try` that leaves the loop when it succeeds.

    Stands for the hiccup that becomes an outage: one lost packet, one deadlock victim, one throttled call is final.

    Before: `for attempt in range(5):`
    After: `for attempt in range(1):`

    Must not fire on loops that go on after success (they work through something, they do not retry), on
    `range(1)`, and on decorators that are not known to retry.
    """

    name = "drop-retry"
    family = Family.ERRORS
    incident = "A passing hiccup was final, because nothing was tried a second time."
    nodes = (ast.For, ast.FunctionDef, ast.AsyncFunctionDef)
    priority = 5
    accepts = (
        Accept(
            "def get(n):\n    for i in range(n + 1):\n        try:\n            return go()\n        except OSError:\n"
            "            wait(i)\n",
            (
                (
                    "def get(n):\n    for i in range(1):\n        try:\n            return go()\n"
                    "        except OSError:\n            wait(i)\n"
                ),
            ),
        ),
        Accept(
            "def get(n):\n    for i in range(1, n):\n        try:\n            go()\n        except OSError:\n"
            "            wait(i)\n        else:\n            break\n",
            (
                (
                    "def get(n):\n    for i in range(1, 2):\n        try:\n            go()\n        except OSError:\n"
                    "            wait(i)\n        else:\n            break\n"
                ),
            ),
        ),
        Accept(
            "import tenacity\n@tenacity.retry(\n    stop=three,\n)\n@traced\ndef get():\n    return go()\n",
            ("import tenacity\n@traced\ndef get():\n    return go()\n",),
        ),
        Accept(
            "from backoff import expo, on_exception\nclass A:\n    @on_exception(expo, OSError)\n"
            "    async def get(self):\n        return 1\n",
            ("from backoff import expo, on_exception\nclass A:\n    async def get(self):\n        return 1\n",),
        ),
    )
    rejects = (
        Reject(
            "def sum_of(n):\n    for i in range(n):\n        try:\n            add(i)\n        except OSError:\n"
            "            failed(i)\n",
            "each round has its own work to do",
        ),
        Reject(
            "def get():\n    for i in range(1):\n        try:\n            return go()\n        except OSError:\n"
            "            pass\n",
            "it is tried only once already",
        ),
        Reject("from app import retry\n@retry\ndef get():\n    return go()\n", "what this decorator does is not known"),
    )

    _DECORATORS: ClassVar[frozenset[str]] = frozenset({
        "tenacity.retry", "backoff.on_exception", "backoff.on_predicate", "stamina.retry", "retrying.retry",
        "retry.retry", "retry.api.retry", "google.api_core.retry.Retry",
    })  # fmt: skip

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The loop's range becomes one round; the decorator is cut out."""
        if isinstance(node, ast.For):
            yield from _single_round(node, context)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for number, decorator in enumerate(node.decorator_list):
                if self._retries(decorator, context):
                    start = _at_sign(decorator, context)
                    behind = node.decorator_list[number + 1 :]
                    end = _at_sign(behind[0], context) if behind else context.span(node)[0]
                    yield Edit(start, end, "", f"`{node.name}` is not retried")

    def _retries(self, decorator: ast.expr, context: Context) -> bool:
        function = decorator.func if isinstance(decorator, ast.Call) else decorator
        return context.resolve(function) in self._DECORATORS


def _at_sign(decorator: ast.expr, context: Context) -> int:
    return context.text.rindex("@", 0, context.span(decorator)[0])


def _single_round(loop: ast.For, context: Context) -> Iterator[Edit]:
    call = loop.iter
    if not (isinstance(call, ast.Call) and context.is_builtin(call.func, "range") and len(call.args) in (1, 2)):
        return
    if not any(isinstance(line, ast.Try) and _ends_loop(line) for line in loop.body):
        return
    after = "range(1)" if len(call.args) == 1 else f"range({_one_from(call.args[0], context)})"
    if context.text_of(call) != after:
        yield Edit(*context.span(call), after, "what may fail is tried only once")


def _one_from(first: ast.expr, context: Context) -> str:
    text = context.text_of(first)
    if isinstance(first, ast.Constant) and isinstance(first.value, int):
        return f"{text}, {first.value + 1}"
    return f"{text}, ({text}) + 1"


def _ends_loop(attempt: ast.Try) -> bool:
    """Whether success leaves the loop and failure does not always."""
    success = any(isinstance(node, ast.Return | ast.Break) for node in own_nodes([*attempt.body, *attempt.orelse]))
    return success and any(not isinstance(handler.body[-1], ast.Raise | ast.Return) for handler in attempt.handlers)
