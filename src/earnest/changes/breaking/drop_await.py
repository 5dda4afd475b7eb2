"""Takes an `await` away: the coroutine is made and never run."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.awaited import awaited_call, only_waits
from ..shapes.excerpt import excerpt

__all__ = ["DropAwait"]


class DropAwait(Operator):
    """Takes the `await` away from a call, so that the coroutine is made and never run.

    Stands for the forgotten `await`: the row is not written, the check not made; a coroutine is always true.

    Before: `await self.store(row)`
    After: `self.store(row)`

    Must not fire on what only waits for something that runs by itself (`drop-wait` takes that), on sleeping, and on
    what is no call (a task, a future).
    """

    name = "drop-await"
    family = Family.ASYNC
    incident = "A coroutine was made and never awaited: its work was not done, and only a warning said so."
    nodes = (ast.Await,)
    priority = 45
    accepts = (
        Accept("async def f(db):\n    await db.go()\n", ("async def f(db):\n    db.go()\n",)),
        Accept(
            "async def f(db):\n    return not (await  (db.ok()))\n", ("async def f(db):\n    return not ((db.ok()))\n",)
        ),
    )
    rejects = (
        Reject("import asyncio\nasync def f():\n    await asyncio.sleep(1)\n", "it would only be faster"),
        Reject("async def f(task):\n    await task\n", "drop-wait takes it"),
        Reject("import asyncio\nasync def f(a, b):\n    await asyncio.gather(a, b)\n", "drop-wait takes it"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The word `await` goes."""
        assert isinstance(node, ast.Await)
        call = awaited_call(node)
        if call is None or only_waits(node, context):
            return
        start, end = context.span(node)
        behind = start + len("await")
        after = context.text[behind:end].lstrip(" ")
        yield Edit(start, end, after, f"{excerpt(call.func, context)} is not awaited")
