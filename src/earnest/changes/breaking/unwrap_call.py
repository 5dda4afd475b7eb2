"""Takes a value as it comes, without the call that should have worked on it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.excerpt import excerpt
from ..shapes.operand import standalone

__all__ = ["UnwrapCall"]


class UnwrapCall(Operator):
    """Replaces `sorted(x)`, `abs(x)`, `round(x, 2)` and their like by `x`, and so `x.strip()`, `x.lower()` and others.

    Stands for the step of clean-up that is left out: the address keeps its blanks, the names are in any order, the
    caller's own list is changed in place of a copy.

    Before: `key = name.strip().lower()`
    After: `key = name.lower()`, and `key = name.strip()`

    Must not fire on other calls, whose value is mostly of another kind than their argument, and on a copy of what
    another call has just made.
    """

    name = "unwrap-call"
    family = Family.LOGIC
    incident = "A value was used as it came: with its blanks, unsorted, not rounded, not copied."
    nodes = (ast.Call,)
    priority = 19
    accepts = (
        Accept("def f(a):\n    return sorted(a, key=g)\n", ("def f(a):\n    return a\n",)),
        Accept(
            "def f(a):\n    return a.strip().lower()\n",
            ("def f(a):\n    return a.lower()\n", "def f(a):\n    return a.strip()\n"),
        ),
        Accept("def f(a):\n    return abs(a - 1) * 2\n", ("def f(a):\n    return (a - 1) * 2\n",)),
    )
    rejects = (
        Reject("def f(a):\n    return g(a)\n", "nobody knows what g gives"),
        Reject("def f(a, b):\n    return max(a, b)\n", "there are two values"),
        Reject("def f(a):\n    return list(g(a))\n", "what was made this moment needs no copy"),
        Reject("def f(sorted):\n    return sorted(1)\n", "not the builtin"),
    )

    _FUNCTIONS = frozenset({"sorted", "reversed", "abs", "round", "set", "frozenset", "int", "float", "list", "dict"})
    _COPIES = frozenset({"list", "dict", "set", "frozenset"})
    _METHODS = frozenset(
        {"strip", "lstrip", "rstrip", "lower", "upper", "casefold", "title", "capitalize", "copy", "replace"}
        | {"removeprefix", "removesuffix", "expandtabs", "zfill", "ljust", "rjust", "resolve", "expanduser"}
        | {"astimezone", "normalize", "quantize"}
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit."""
        assert isinstance(node, ast.Call)
        value = self._worked_on(node, context)
        if value is not None:
            yield Edit(*context.span(node), standalone(value, context), f"{excerpt(node, context)} is left as it comes")

    def _worked_on(self, call: ast.Call, context: Context) -> ast.expr | None:
        function = call.func
        if isinstance(function, ast.Attribute):
            return function.value if function.attr in self._METHODS and not self._is_module(function, context) else None
        if not (isinstance(function, ast.Name) and function.id in self._FUNCTIONS and len(call.args) in (1, 2)):
            return None
        unfit = ast.Starred | ast.GeneratorExp
        if function.id in self._COPIES:
            unfit |= ast.Call  # what was made this moment needs no copy
        return (
            call.args[0] if context.is_builtin(function, function.id) and not isinstance(call.args[0], unfit) else None
        )

    @staticmethod
    def _is_module(function: ast.Attribute, context: Context) -> bool:
        """`re.replace(...)`-like calls work on their arguments, not on what stands before the dot."""
        return context.resolve(function) is not None
