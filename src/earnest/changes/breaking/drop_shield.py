"""Exposes to cancellation what was shielded from it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject

__all__ = ["DropShield"]


class DropShield(Operator):
    """Takes the shield away from work that must end even when its caller is cancelled.

    Stands for the half-written order: the client hung up, its request was cancelled between two writes.

    Before: `await asyncio.shield(self.store(order))`
    After: `await self.store(order)`

    Must not fire on another function named `shield`, and on `shield=False`.
    """

    name = "drop-shield"
    family = Family.ASYNC
    incident = "A client hung up, and the cancellation cut through work that had to be finished."
    nodes = (ast.Call,)
    priority = 5
    accepts = (
        Accept(
            "import asyncio\nasync def f(order):\n    await asyncio.shield(store(order))\n",
            ("import asyncio\nasync def f(order):\n    await store(order)\n",),
        ),
        Accept(
            "import anyio\nasync def f(job):\n    with anyio.CancelScope(shield=True):\n        await job()\n",
            ("import anyio\nasync def f(job):\n    with anyio.CancelScope(shield=False):\n        await job()\n",),
        ),
    )
    rejects = (
        Reject("async def f(knight):\n    await knight.shield(1)\n", "not asyncio's"),
        Reject("import anyio\ndef f():\n    return anyio.CancelScope(shield=False)\n", "there is no shield"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The shielded work stands alone, or the scope's shield is off."""
        assert isinstance(node, ast.Call)
        function = context.resolve(node.func) or ""
        if function == "asyncio.shield" and len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
            text = context.text_of(node.args[0])
            plain = isinstance(node.args[0], ast.Call | ast.Name | ast.Attribute) and "\n" not in text
            yield Edit(*context.span(node), text if plain else f"({text})", "a cancellation cuts through the work")
        elif function.endswith((".CancelScope", ".move_on_after", ".fail_after")):
            for keyword in node.keywords:
                if keyword.arg == "shield" and isinstance(keyword.value, ast.Constant) and keyword.value.value is True:
                    yield Edit(*context.span(keyword.value), "False", "a cancellation cuts through the work")
