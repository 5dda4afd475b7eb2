"""Leaves out what a method hands up to its parent class."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context, Function
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.call_statement import CallStatement, call_statement, drop_call, last_name
from ..shapes.message import is_builtin_exception

__all__ = ["DropSuperCall"]


class DropSuperCall(Operator):
    """Leaves out a statement by which a method calls that of its parent class: `super().save(...)`.

    Stands for the override that forgets half: the form is checked by the child's rules alone, what the parent
    sets up or gives back is not.

    Before: `super().close()`
    After: `pass`

    Must not fire where the parent is `object` (also by way of `Generic`, `Protocol` and `ABC`), and where an exception
    only hands its arguments to a built-in exception, which has them already.
    """

    name = "drop-super-call"
    family = Family.EFFECTS
    incident = "An override no longer did what its parent class does, and half of the set-up was missing."
    nodes = (ast.Expr,)
    priority = 10
    accepts = (
        Accept(
            "class A(B):\n    def close(self):\n        self.open = False\n        super().close()\n",
            ("class A(B):\n    def close(self):\n        self.open = False\n        pass\n",),
        ),
        Accept(
            "class E(ValueError):\n    def __init__(self, key):\n        super().__init__(f'no {key}')\n",
            ("class E(ValueError):\n    def __init__(self, key):\n        pass\n",),
        ),
    )
    rejects = (
        Reject("class A:\n    def __init__(self):\n        super().__init__()\n", "object has nothing to set up"),
        Reject(
            "from typing import Generic\nclass A(Generic[T]):\n    def __init__(self):\n        super().__init__()\n",
            "object has nothing to set up",
        ),
        Reject(
            "class E(ValueError):\n    def __init__(self, message, *, row=0):\n        super().__init__(message)\n",
            "BaseException.__new__ keeps the arguments",
        ),
        Reject("class A(B):\n    def close(self):\n        return super().close()\n", "its result is used"),
    )

    _EMPTY_BASES: ClassVar[frozenset[str]] = frozenset({"object", "Generic", "Protocol", "ABC"})

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`."""
        found = call_statement(node)
        owner = context.class_of(node)
        if found is None or owner is None or found.receiver != "super":
            return
        bases = [last_name(base) for base in owner.bases]
        if all(base in self._EMPTY_BASES for base in bases) or _hands_up_what_is_there(found, bases, context):
            return
        yield from drop_call(found, context, ": the parent class does not do its part")


def _hands_up_what_is_there(found: CallStatement, bases: list[str], context: Context) -> bool:
    function = context.function_of(found.statement)
    if found.name != "__init__" or function is None or not all(is_builtin_exception(base) for base in bases):
        return False
    given = [argument.id if isinstance(argument, ast.Name) else "" for argument in found.call.args]
    return not found.call.keywords and given == _positional(function)


def _positional(function: Function) -> list[str]:
    return [item.arg for item in [*function.args.posonlyargs, *function.args.args]][1:]
