"""Waits without end for what had a time limit."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject

__all__ = ["DropTimeout"]


class DropTimeout(Operator):
    """Takes the time limit away from asynchronous work.

    `asyncio.wait_for(x, limit)` becomes `x`; the limit of `asyncio.timeout`, `anyio.fail_after`, `anyio.move_on_after`,
    `async_timeout.timeout` and `asyncio.wait(..., timeout=limit)` becomes None.

    Stands for the hanging dependency: one server that accepts connections and never answers stops every worker.

    Before: `await asyncio.wait_for(fetch(url), 5)`
    After: `await fetch(url)`

    Must not fire on a limit that is None already, and on other functions of these names.
    """

    name = "drop-timeout"
    family = Family.ASYNC
    incident = "A dependency hung, and everything that waited for it hung with it."
    nodes = (ast.Call,)
    priority = 10
    accepts = (
        Accept(
            "import asyncio\nasync def f(url):\n    return await asyncio.wait_for(fetch(url), timeout=5)\n",
            ("import asyncio\nasync def f(url):\n    return await fetch(url)\n",),
        ),
        Accept(
            "from asyncio import wait_for as limit\nasync def f(a, b):\n    await limit(a or b, 5)\n",
            ("from asyncio import wait_for as limit\nasync def f(a, b):\n    await (a or b)\n",),
        ),
        Accept(
            "import asyncio\nasync def f(job):\n    async with asyncio.timeout(5):\n        await job()\n",
            ("import asyncio\nasync def f(job):\n    async with asyncio.timeout(None):\n        await job()\n",),
        ),
        Accept(
            "import asyncio\nasync def f(jobs):\n    return await asyncio.wait(jobs, timeout=9)\n",
            ("import asyncio\nasync def f(jobs):\n    return await asyncio.wait(jobs, timeout=None)\n",),
        ),
    )
    rejects = (
        Reject("import asyncio\nasync def f(x):\n    await asyncio.wait_for(x, None)\n", "there is no limit"),
        Reject("async def f(self, x):\n    await self.wait_for(x, 5)\n", "not asyncio's"),
        Reject("import asyncio\nasync def f(*x):\n    await asyncio.wait_for(*x)\n", "what stands where is not known"),
    )

    _LIMITS: ClassVar[frozenset[str]] = frozenset(
        {"asyncio.timeout", "asyncio.timeout_at", "anyio.fail_after", "anyio.move_on_after", "async_timeout.timeout"}
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The limit goes."""
        assert isinstance(node, ast.Call)
        function = context.resolve(node.func)
        if function == "asyncio.wait_for":
            work, limit = _argument(node, 0, "fut"), _argument(node, 1, "timeout")
            if work is not None and _is_limit(limit):
                yield Edit(*context.span(node), _as_operand(work, context), "there is no time limit")
        elif function in self._LIMITS or function == "asyncio.wait":
            limit = _argument(node, 0, "delay") if function in self._LIMITS else _argument(node, 9, "timeout")
            if limit is not None and _is_limit(limit):
                yield Edit(*context.span(limit), "None", "there is no time limit")


def _argument(call: ast.Call, place: int, name: str) -> ast.expr | None:
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        return None
    if place < len(call.args):
        return call.args[place]
    return next((item.value for item in call.keywords if item.arg == name), None)


def _is_limit(limit: ast.expr | None) -> bool:
    return limit is not None and not (isinstance(limit, ast.Constant) and limit.value is None)


def _as_operand(work: ast.expr, context: Context) -> str:
    text = context.text_of(work)
    plain = isinstance(work, ast.Call | ast.Name | ast.Attribute | ast.Subscript) and "\n" not in text
    return text if plain else f"({text})"
