"""Lets a failed command pass for a successful one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject

__all__ = ["IgnoreExitStatus"]


class IgnoreExitStatus(Operator):
    """Turns `check=True` of a subprocess call into `check=False`.

    Stands for the back-up that failed for months: the command ended with an error and nobody looked.

    Before: `subprocess.run(["pg_dump", name], check=True)`
    After: `subprocess.run(["pg_dump", name], check=False)`

    Must not fire on other functions that have a parameter `check`.
    """

    name = "ignore-exit-status"
    family = Family.ERRORS
    incident = "A command failed, and the program went on as though it had done its work."
    nodes = (ast.Call,)
    priority = 5
    accepts = (
        Accept(
            "import subprocess\ndef dump(name):\n    subprocess.run(['pg_dump', name], check=True)\n",
            ("import subprocess\ndef dump(name):\n    subprocess.run(['pg_dump', name], check=False)\n",),
        ),
        Accept(
            (
                "from trio import run_process\nasync def go():\n"
                "    return await run_process('ls', check = True, stdin=b'')\n"
            ),
            (
                (
                    "from trio import run_process\nasync def go():\n"
                    "    return await run_process('ls', check = False, stdin=b'')\n"
                ),
            ),
        ),
    )
    rejects = (
        Reject("def go(tree):\n    tree.run(check=True)\n", "not a subprocess"),
        Reject("import subprocess\ndef go():\n    subprocess.run('ls', check=False)\n", "it is ignored already"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The argument becomes `False`."""
        assert isinstance(node, ast.Call)
        if context.resolve(node.func) not in ("subprocess.run", "anyio.run_process", "trio.run_process"):
            return
        for keyword in node.keywords:
            if keyword.arg == "check" and isinstance(keyword.value, ast.Constant) and keyword.value.value is True:
                yield Edit(*context.span(keyword.value), "False", "a failed command is taken for a successful one")
