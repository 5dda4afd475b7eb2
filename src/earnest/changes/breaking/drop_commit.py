"""Leaves out the call that makes work durable."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.call_statement import call_statement, drop_call

__all__ = ["DropCommit"]


class DropCommit(Operator):
    """Leaves out a statement that makes work durable or undoes it: `commit`, `save`, `flush`, `fsync`, `rollback`.

    Stands for the work that is lost at the next restart, though every page showed it.

    Before: `connection.commit()`
    After: `pass`

    Must not fire where the result of the call is used, and on calls of another name (`drop-call` takes those).
    """

    name = "drop-commit"
    family = Family.EFFECTS
    incident = "What had been shown as saved was gone after a restart, because it was never committed or flushed."
    nodes = (ast.Expr,)
    priority = 5
    accepts = (
        Accept(
            "def store(db, row):\n    db.add(row)\n    db.commit()\n",
            ("def store(db, row):\n    db.add(row)\n    pass\n",),
        ),
        Accept(
            "import os\ndef store(f):\n    f.flush()\n    os.fsync(f.fileno())\n",
            (
                "import os\ndef store(f):\n    pass\n    os.fsync(f.fileno())\n",
                "import os\ndef store(f):\n    f.flush()\n    pass\n",
            ),
        ),
    )
    rejects = (
        Reject("def store(form):\n    return form.save()\n", "its result is used"),
        Reject("def store(db):\n    db.connect()\n", "nothing is made durable"),
    )

    _VERBS: ClassVar[frozenset[str]] = frozenset({
        "commit", "save", "flush", "fsync", "fdatasync", "sync", "persist", "rollback",
        "savepoint", "store",
    })  # fmt: skip

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`."""
        found = call_statement(node)
        if found is not None and found.verb in self._VERBS:
            yield from drop_call(found, context, ": the work is not made durable")
