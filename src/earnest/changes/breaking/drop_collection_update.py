"""Leaves out a change of a collection."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.call_statement import call_statement, drop_call

__all__ = ["DropCollectionUpdate"]


class DropCollectionUpdate(Operator):
    """Leaves out a statement that adds to a collection, takes from it or orders it: `append`, `add`, `update`, `pop`.

    Stands for the lost entry: one row is missing in the list, one handler was never registered, a finished job stays in
    the queue.

    Before: `self.waiting.append(job)`
    After: `pass`

    Must not fire where the result of the call is used, on functions and own methods of such a name, and on functions
    of an imported module.
    """

    name = "drop-collection-update"
    family = Family.EFFECTS
    incident = "An entry was missing, or stayed for ever, because the collection was not updated."
    nodes = (ast.Expr,)
    priority = 20
    accepts = (
        Accept(
            "def take(self, job):\n    self.waiting.append(job)\n",
            ("def take(self, job):\n    pass\n",),
        ),
        Accept(
            "def merge(a, b):\n    for x in b: a.add(x)\n    a.discard(None); return a\n",
            (
                "def merge(a, b):\n    for x in b: pass\n    a.discard(None); return a\n",
                "def merge(a, b):\n    for x in b: a.add(x)\n    pass; return a\n",
            ),
        ),
    )
    rejects = (
        Reject("def take(self):\n    return self.waiting.pop()\n", "its result is used"),
        Reject("def take(job):\n    insert(job)\n", "a plain function: drop-call takes it"),
        Reject("import os\ndef take(path):\n    os.remove(path)\n", "no collection: a function of a module"),
    )

    _METHODS: ClassVar[frozenset[str]] = frozenset({
        "append", "appendleft", "add", "add_all", "extend", "extendleft", "insert", "insert_after",
        "insert_before", "update", "remove", "discard", "pop", "popleft", "popitem", "clear", "setdefault",
        "push", "put", "put_nowait", "sort", "reverse", "rotate", "subtract", "difference_update",
        "intersection_update", "symmetric_difference_update", "move_to_end", "task_done",
    })  # fmt: skip

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`."""
        found = call_statement(node)
        if found is None or found.name not in self._METHODS or found.receiver in ("", "self", "cls", "super"):
            return
        if context.resolve(found.call.func) is None:
            yield from drop_call(found, context, ": its contents stay as they were")
