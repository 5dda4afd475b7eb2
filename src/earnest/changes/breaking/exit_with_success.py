"""Ends a failed program with exit status 0."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.call_statement import last_name

__all__ = ["ExitWithSuccess"]


class ExitWithSuccess(Operator):
    """Ends a program that failed with the exit status 0 of success.

    Stands for the nightly job that fails every night in green: the scheduler only sees the exit status.

    Before: `sys.exit(2)`
    After: `sys.exit(0)`

    Must not fire on an exit status that is 0 or None already, and on one that is computed.
    """

    name = "exit-with-success"
    family = Family.ERRORS
    incident = "The command failed and its exit status said success, so the next step ran."
    nodes = (ast.Call,)
    priority = 15
    accepts = (
        Accept("import sys\ndef die():\n    sys.exit(2)\n", ("import sys\ndef die():\n    sys.exit(0)\n",)),
        Accept("def die():\n    raise SystemExit('no such file')\n", ("def die():\n    raise SystemExit(0)\n",)),
        Accept(
            "import typer\ndef die():\n    raise typer.Exit(code=1)\n",
            ("import typer\ndef die():\n    raise typer.Exit(code=0)\n",),
        ),
        Accept("def die(ctx):\n    ctx.exit(1)\n", ("def die(ctx):\n    ctx.exit(0)\n",)),
    )
    rejects = (
        Reject("import sys\ndef bye():\n    sys.exit()\n", "it is a success already"),
        Reject("import sys\ndef bye():\n    sys.exit(0)\n", "it is a success already"),
        Reject("import sys\ndef bye():\n    sys.exit(main())\n", "the status is computed elsewhere"),
        Reject("def bye(door):\n    door.exit(1)\n", "not the end of a program"),
    )

    _EXITS: ClassVar[frozenset[str]] = frozenset(
        {"sys.exit", "os._exit", "typer.Exit", "click.exceptions.Exit", "click.Context.exit"}
    )
    _STATUS_KEYWORDS: ClassVar[frozenset[str]] = frozenset({"code", "status"})

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The exit status becomes 0."""
        assert isinstance(node, ast.Call)
        if not self._exits(node, context):
            return
        given = [*node.args[:1], *(item.value for item in node.keywords if item.arg in self._STATUS_KEYWORDS)]
        if given and _is_failure(given[0]):
            shown = " ".join(context.text_of(given[0]).split())
            yield Edit(*context.span(given[0]), "0", f"the program ends with status 0 in place of {shown}")

    def _exits(self, call: ast.Call, context: Context) -> bool:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "exit":
            owner = last_name(call.func.value)
            if owner in ("ctx", "context", "parser"):
                return True
        builtin = any(context.is_builtin(call.func, name) for name in ("SystemExit", "exit", "quit"))
        return builtin or context.resolve(call.func) in self._EXITS


def _is_failure(status: ast.expr) -> bool:
    if isinstance(status, ast.JoinedStr):
        return True
    return isinstance(status, ast.Constant) and bool(status.value)
