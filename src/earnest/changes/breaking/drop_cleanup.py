"""Leaves out the call that closes, stops or removes something."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.call_statement import call_statement, drop_call

__all__ = ["DropCleanup"]


class DropCleanup(Operator):
    """Leaves out a statement that closes, stops, cancels or removes what is no longer needed.

    Stands for the slow leak: connections, files, processes and subscriptions pile up until the limit is reached.

    Before: `self.connection.close()`
    After: `pass`

    Must not fire where the result of the call is used, and on calls of another name (`drop-call` takes those).
    """

    name = "drop-cleanup"
    family = Family.EFFECTS
    incident = "Connections, files or tasks were never closed, and the service stopped when it ran out of them."
    nodes = (ast.Expr,)
    priority = 10
    accepts = (
        Accept(
            "def stop(self):\n    self.running = False\n    self.socket.close()\n",
            ("def stop(self):\n    self.running = False\n    pass\n",),
        ),
        Accept(
            "async def stop(self):\n    self.task.cancel()\n    await self.client.aclose()\n",
            (
                "async def stop(self):\n    pass\n    await self.client.aclose()\n",
                "async def stop(self):\n    self.task.cancel()\n    pass\n",
            ),
        ),
    )
    rejects = (
        Reject("def stop(self):\n    return self.process.terminate()\n", "its result is used"),
        Reject("def stop(self):\n    self.report()\n", "nothing is closed"),
    )

    _VERBS: ClassVar[frozenset[str]] = frozenset({
        "close", "aclose", "shutdown", "disconnect", "dispose", "terminate", "kill", "stop", "cancel", "unlink",
        "rmtree", "rmdir", "cleanup", "teardown", "detach", "unsubscribe", "unregister", "unbind", "deregister",
        "quit", "finalize", "uninstall", "destroy",
    })  # fmt: skip

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`."""
        found = call_statement(node)
        if found is not None and found.verb in self._VERBS:
            yield from drop_call(found, context, ": it stays as it is")
