"""Does not wait where it should."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.call_statement import call_statement, drop_call

__all__ = ["DropPause"]


class DropPause(Operator):
    """Leaves out a call of `sleep`.

    Stands for the pause between two tries that is gone: the service that is down is hammered until it bans the caller.

    Before: `time.sleep(delay)`
    After: `pass`

    Must not fire where the pause is nought (`await asyncio.sleep(0)` only lets others run).
    """

    name = "drop-pause"
    family = Family.LOGIC
    incident = "The pause between two tries was gone, and a service in trouble was hammered."
    nodes = (ast.Expr,)
    priority = 60
    accepts = (
        Accept(
            "import time\ndef f(a):\n    time.sleep(a)\n    g()\n", ("import time\ndef f(a):\n    pass\n    g()\n",)
        ),
        Accept("async def f(a):\n    await a.sleep(3)\n", ("async def f(a):\n    pass\n",)),
    )
    rejects = (
        Reject("import asyncio\nasync def f():\n    await asyncio.sleep(0)\n", "it does not pause"),
        Reject("def f(a):\n    a.wake()\n", "no pause"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`."""
        found = call_statement(node)
        if found is None or found.name != "sleep":
            return
        length = found.call.args[0] if found.call.args else None
        if not (isinstance(length, ast.Constant) and not length.value):
            yield from drop_call(found, context, ": there is no pause")
