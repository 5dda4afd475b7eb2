"""Leaves out the start of work in the background."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.call_statement import call_statement, drop_call

__all__ = ["DropTask"]


class DropTask(Operator):
    """Leaves out a statement that starts or plans work in the background: a task, a callback, a background job.

    Stands for the worker that was never started: requests are taken, nothing is ever processed.

    Before: `asyncio.create_task(self._drain())`
    After: `pass`

    Must not fire where the task is kept (its loss would be a missing name), and on calls of another name.
    """

    name = "drop-task"
    family = Family.ASYNC
    incident = "The work in the background was never started, and the queue only grew."
    nodes = (ast.Expr,)
    priority = 5
    accepts = (
        Accept(
            "import asyncio\nasync def f(self):\n    asyncio.create_task(self.drain())\n    return 1\n",
            ("import asyncio\nasync def f(self):\n    pass\n    return 1\n",),
        ),
        Accept(
            "async def f(group, jobs):\n    for job in jobs: group.start_soon(job.run)\n",
            ("async def f(group, jobs):\n    for job in jobs: pass\n",),
        ),
        Accept(
            "def register(user, background):\n    background.add_task(greet, user)\n",
            ("def register(user, background):\n    pass\n",),
        ),
    )
    rejects = (
        Reject("async def f(group, job):\n    task = group.create_task(job)\n    return task\n", "the task is kept"),
        Reject("def f(thread):\n    thread.daemonize()\n", "nothing is started"),
    )

    _STARTERS: ClassVar[frozenset[str]] = frozenset({
        "create_task", "ensure_future", "start_soon", "add_task", "call_soon", "call_soon_threadsafe",
        "call_later", "call_at", "run_coroutine_threadsafe", "run_in_executor", "submit", "spawn",
        "create_background_task", "add_done_callback",
    })  # fmt: skip

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`."""
        found = call_statement(node)
        if found is not None and found.name in self._STARTERS:
            yield from drop_call(found, context, ": nothing runs in the background")
