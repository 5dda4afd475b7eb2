"""Lets a handler swallow the cancellation of its task."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.block import own_nodes
from ..shapes.call_statement import last_name
from ..shapes.handler import raises, try_of

__all__ = ["SwallowCancellation"]


class SwallowCancellation(Operator):
    """Widens `except Exception` around an `await` to `except BaseException`, so that it swallows the cancellation too.

    Stands for the worker that cannot be stopped: shutdown cancels it, the loop that "keeps going whatever happens"
    takes that for one more failure, and the process has to be killed.

    Before: `except Exception:`
    After: `except BaseException:`

    Must not fire in plain functions, where nothing is awaited inside the `try`, on handlers that raise, and where
    another handler takes `CancelledError`.
    """

    name = "swallow-cancellation"
    family = Family.ASYNC
    incident = (
        "A task took its cancellation for one more failure and went on: shutdown hung until the process was killed."
    )
    nodes = (ast.ExceptHandler,)
    priority = 20
    accepts = (
        Accept(
            (
                "async def work(q):\n    while True:\n        try:\n"
                "            await q.run()\n        except Exception as e:\n            q.failed(e)\n"
            ),
            (
                (
                    "async def work(q):\n    while True:\n        try:\n            await q.run()\n"
                    "        except BaseException as e:\n            q.failed(e)\n"
                ),
            ),
        ),
    )
    rejects = (
        Reject(
            "def work(q):\n    try:\n        q.run()\n    except Exception:\n        q.failed()\n", "not a coroutine"
        ),
        Reject(
            (
                "async def work(q):\n    try:\n        await q.run()\n"
                "    except Exception:\n        q.failed()\n        raise\n"
            ),
            "the cancellation goes on",
        ),
        Reject(
            "async def work(q):\n    try:\n        await q.run()\n    except CancelledError:\n        raise\n"
            "    except Exception:\n        q.failed()\n",
            "the cancellation is caught before",
        ),
        Reject(
            "async def work(q):\n    try:\n        q.run()\n    except Exception:\n        q.failed()\n",
            "no cancellation can happen inside",
        ),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """`Exception` becomes `BaseException`."""
        assert isinstance(node, ast.ExceptHandler)
        if node.type is None or not context.is_builtin(node.type, "Exception") or raises(node):
            return
        attempt = try_of(node, context)
        caught = {name for handler in attempt.handlers for name in _names(handler.type)}
        waits = any(isinstance(inner, ast.Await | ast.AsyncFor | ast.AsyncWith) for inner in own_nodes(attempt.body))
        if waits and not caught & {"CancelledError", "BaseException"}:
            yield Edit(*context.span(node.type), "BaseException", "the handler swallows the cancellation of its task")


def _names(caught: ast.expr | None) -> list[str]:
    return [
        last_name(part) for part in (caught.elts if isinstance(caught, ast.Tuple) else [caught]) if part is not None
    ]
