"""Goes on without waiting for what runs in the meantime."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.awaited import awaited_call, only_waits
from ..shapes.block import drop
from ..shapes.excerpt import excerpt

__all__ = ["DropWait"]


class DropWait(Operator):
    """Leaves out a statement that only waits: for a task, a future, an event, a queue that runs empty, `gather`.

    What `gather` starts is started all the same, and not waited for.

    Stands for the race at the end: the function returns before its work is done, the last rows are not written at
    shutdown, a task's error is never seen.

    Before: `await self.queue.join()`
    After: `pass`

    Must not fire where the result is used, and on sleeping.
    """

    name = "drop-wait"
    family = Family.ASYNC
    incident = "Nobody waited for the work to end: the answer went out, or the process ended, before it was done."
    nodes = (ast.Await,)
    priority = 10
    accepts = (
        Accept(
            "async def f(task):\n    task.cancel(); await task\n", ("async def f(task):\n    task.cancel(); pass\n",)
        ),
        Accept("async def f(self):\n    await self.queue.join()\n", ("async def f(self):\n    pass\n",)),
        Accept(
            "import asyncio\nasync def f(jobs):\n    await asyncio.gather(*(run(j) for j in jobs))\n    return 1\n",
            ("import asyncio\nasync def f(jobs):\n    asyncio.gather(*(run(j) for j in jobs))\n    return 1\n",),
        ),
    )
    rejects = (
        Reject("import asyncio\nasync def f(a, b):\n    return await asyncio.gather(a, b)\n", "the result is used"),
        Reject("import asyncio\nasync def f():\n    await asyncio.sleep(0)\n", "sleeping only takes time"),
        Reject("async def f(db):\n    await db.go()\n", "it does something itself: drop-await takes it"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`, or loses its `await` where the call itself starts the work."""
        assert isinstance(node, ast.Await)
        statement = context.parent(node)
        if not isinstance(statement, ast.Expr) or not only_waits(node, context):
            return
        call = awaited_call(node)
        description = f"{excerpt(call.func if call else node.value, context)} is not waited for"
        if call is not None and context.resolve(call.func) == "asyncio.gather":
            yield Edit(*context.span(node), context.text_of(call), description)
        else:
            yield from drop(statement, context, description)
