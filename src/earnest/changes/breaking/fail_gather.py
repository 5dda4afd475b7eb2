"""Lets one failing task take the results of all the others with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.call_statement import last_name

__all__ = ["FailGather"]


class FailGather(Operator):
    """Turns `return_exceptions=True` of `gather` into `return_exceptions=False`.

    Stands for the batch that is lost as a whole: one of a hundred downloads fails, and the other ninety-nine are thrown
    away.

    Before: `await asyncio.gather(*jobs, return_exceptions=True)`
    After: `await asyncio.gather(*jobs, return_exceptions=False)`

    Must not fire on a `gather` that raises already.
    """

    name = "fail-gather"
    family = Family.ASYNC
    incident = "One task failed, and the results of all the others were lost with it."
    nodes = (ast.Call,)
    priority = 10
    accepts = (
        Accept(
            "import asyncio\nasync def f(*jobs):\n    return await asyncio.gather(*jobs, return_exceptions=True)\n",
            ("import asyncio\nasync def f(*jobs):\n    return await asyncio.gather(*jobs, return_exceptions=False)\n",),
        ),
    )
    rejects = (
        Reject("import asyncio\nasync def f(*jobs):\n    return await asyncio.gather(*jobs)\n", "it raises already"),
        Reject("def f(wheat):\n    return wheat.reap(return_exceptions=True)\n", "not gather"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """`True` becomes `False`."""
        assert isinstance(node, ast.Call)
        if last_name(node.func) != "gather":
            return
        for keyword in node.keywords:
            value = keyword.value
            if keyword.arg == "return_exceptions" and isinstance(value, ast.Constant) and value.value is True:
                yield Edit(*context.span(value), "False", "one failing task fails them all")
