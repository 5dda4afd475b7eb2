"""Leaves out what is printed or written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.call_statement import call_statement, drop_call

__all__ = ["DropOutput"]


class DropOutput(Operator):
    """Leaves out a statement that prints or writes: to the terminal, a file, a stream.

    Stands for the empty report: the command ends well, and the file or the pipe behind it got nothing.

    Before: `print(total)`
    After: `pass`

    Must not fire on logging, and where the result of the call is used.
    """

    name = "drop-output"
    family = Family.EFFECTS
    incident = "The command succeeded and its output was empty or lacked a line."
    nodes = (ast.Expr,)
    priority = 15
    accepts = (
        Accept(
            "def show(rows):\n    for row in rows: print(row)\n",
            ("def show(rows):\n    for row in rows: pass\n",),
        ),
        Accept(
            "import json\ndef export(rows, stream):\n    json.dump(rows, stream)\n",
            ("import json\ndef export(rows, stream):\n    pass\n",),
        ),
        Accept(
            "def export(path, text):\n    path.write_text(text)\n",
            ("def export(path, text):\n    pass\n",),
        ),
    )
    rejects = (
        Reject("def export(path, text):\n    return path.write_text(text)\n", "its result is used"),
        Reject("def show(logger):\n    logger.info('three rows')\n", "logging is arid"),
    )

    _VERBS: ClassVar[frozenset[str]] = frozenset({
        "print", "pprint", "echo", "secho", "write", "writelines", "writerow", "writerows", "writeheader",
        "writestr", "dump",
    })  # fmt: skip

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`."""
        found = call_statement(node)
        if found is not None and found.verb in self._VERBS:
            yield from drop_call(found, context, ": the output lacks it")
