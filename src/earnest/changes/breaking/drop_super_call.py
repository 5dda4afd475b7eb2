"""Leaves out what a method hands up to its parent class."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context, Function
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.call_statement import CallStatement, call_statement, drop_call, last_name
from ..shapes.message import is_builtin_exception

__all__ = ["DropSuperCall"]

_EMPTY_BASES = frozenset({"object", "Generic", "Protocol", "ABC"})


class DropSuperCall(Operator):
    """Leaves out a statement by which a method calls that of its parent class: `super().save(...)`.

    Stands for the override that forgets half: the form is checked by the child's rules alone, what the parent
    sets up or gives back is not.

    Before: `super().close()`
    After: `pass`

    Must not fire where the parent's method is that of `object` (also by way of `Generic`, `Protocol`, `ABC`, or of a
    class of the same file that does not define it), and where an exception only hands its arguments to a built-in
    exception, which has them already.
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
            (
                "class B:\n    def close(self):\n        shut()\nclass A(B):\n"
                "    def close(self):\n        B.close(self)\n"
            ),
            ("class B:\n    def close(self):\n        shut()\nclass A(B):\n    def close(self):\n        pass\n",),
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
            "class B:\n    kind = 1\nclass A(B):\n    def __init__(self):\n        super().__init__()\n",
            "the parent has nothing to set up either",
        ),
        Reject(
            "class E(ValueError):\n    def __init__(self, message, row=0):\n        super().__init__(message)\n",
            "BaseException.__new__ has kept the message already",
        ),
        Reject("class A(B):\n    def close(self):\n        return super().close()\n", "its result is used"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`."""
        found = call_statement(node)
        owner = context.class_of(node)
        if found is None or owner is None or not _goes_up(found, owner):
            return
        if not _does_nothing(owner, found.name, context) and not _hands_up_what_is_there(found, owner, context):
            yield from drop_call(found, context, ": the parent class does not do its part")


def _goes_up(found: CallStatement, owner: ast.ClassDef) -> bool:
    """Whether it is `super().x(...)`, or `Parent.x(self, ...)` as it was written before there was super."""
    if found.receiver == "super":
        return True
    by_name = found.receiver in [last_name(base) for base in owner.bases]
    return by_name and bool(found.call.args) and last_name(found.call.args[0]) == "self"


def _does_nothing(owner: ast.ClassDef, method: str, context: Context) -> bool:
    """Whether the method of the parents is that of `object`, as far as this file tells."""
    local = {line.name: line for line in context.tree.body if isinstance(line, ast.ClassDef)}
    queue = [last_name(base) for base in owner.bases]
    seen = {owner.name}
    while queue:
        name = queue.pop()
        parent = local.get(name)
        if name in _EMPTY_BASES or name in seen:
            continue
        if parent is None or parent.decorator_list or method in _methods(parent):
            return False
        seen.add(name)
        queue += [last_name(base) for base in parent.bases]
    return True


def _methods(owner: ast.ClassDef) -> set[str]:
    return {line.name for line in owner.body if isinstance(line, ast.FunctionDef | ast.AsyncFunctionDef)}


def _hands_up_what_is_there(found: CallStatement, owner: ast.ClassDef, context: Context) -> bool:
    """Whether an exception gives its own arguments to a built-in exception, which has them from `__new__`."""
    function = context.function_of(found.statement)
    builtin = all(is_builtin_exception(last_name(base)) for base in owner.bases)
    if found.name != "__init__" or function is None or not builtin:
        return False
    arguments = found.call.args if found.receiver == "super" else found.call.args[1:]
    given = [argument.id if isinstance(argument, ast.Name) else "" for argument in arguments]
    return not found.call.keywords and given == _positional(function)[: len(given)]


def _positional(function: Function) -> list[str]:
    return [item.arg for item in [*function.args.posonlyargs, *function.args.args]][1:]
