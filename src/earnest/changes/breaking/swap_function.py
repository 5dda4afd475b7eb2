"""Calls the counterpart of a well-known function."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject

__all__ = ["SwapFunction"]


class SwapFunction(Operator):
    """Swaps `min` and `max`, `any` and `all`, `startswith` and `endswith`, `lower` and `upper`, and other such pairs.

    Stands for the wrong one of a pair: the largest bid for the smallest, one passed check for all of them.

    Before: `if all(check(order) for check in checks):`
    After: `if any(check(order) for check in checks):`

    Must not fire on names that the file itself binds, and on `split` without a limit, which `rsplit` equals.
    """

    name = "swap-function"
    family = Family.LOGIC
    incident = "The wrong one of two like functions was called: one passed check was enough."
    nodes = (ast.Call,)
    priority = 14
    accepts = (
        Accept("def f(a):\n    return min(a)\n", ("def f(a):\n    return max(a)\n",)),
        Accept("def f(a):\n    return a.b.startswith('c')\n", ("def f(a):\n    return a.b.endswith('c')\n",)),
    )
    rejects = (
        Reject("def f(min):\n    return min(1)\n", "another function of that name"),
        Reject("def f(a):\n    return a.startswith\n", "it is not called"),
        Reject("def f(a):\n    return a.split(',')\n", "rsplit gives the same"),
    )

    _FUNCTIONS: ClassVar[dict[str, str]] = {"min": "max", "max": "min", "any": "all", "all": "any"}
    _PAIRS = (
        *(("startswith", "endswith"), ("lower", "upper"), ("find", "rfind"), ("lstrip", "rstrip"), ("ljust", "rjust")),
        *(("partition", "rpartition"), ("removeprefix", "removesuffix"), ("split", "rsplit")),
    )
    _METHODS: ClassVar[dict[str, str]] = {**dict(_PAIRS), **{two: one for one, two in _PAIRS}}

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit of the name."""
        assert isinstance(node, ast.Call)
        function = node.func
        if isinstance(function, ast.Name) and function.id in self._FUNCTIONS:
            if context.is_builtin(function, function.id):
                yield Edit(*context.span(function), after := self._FUNCTIONS[function.id], f"`{after}` is called")
        elif isinstance(function, ast.Attribute) and function.attr in self._METHODS:
            if function.attr in ("split", "rsplit") and len(node.args) + len(node.keywords) < 2:
                return  # without a limit both give the same
            after = self._METHODS[function.attr]
            end = context.span(function)[1]
            yield Edit(end - len(function.attr), end, after, f"`{after}` is called for `{function.attr}`")
