"""Empties `contextlib.suppress`: a tolerated error is tolerated no more."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject

__all__ = ["DropSuppress"]


class DropSuppress(Operator):
    """Takes the exception classes out of `contextlib.suppress(...)`, so that it lets every exception through.

    Stands for the harmless failure that is harmless no more: a second clean-up, a file that is gone already, a client
    that hung up now end the program.

    Before: `with suppress(FileNotFoundError):`
    After: `with suppress():`

    Must not fire on a `suppress()` without classes, and on another function of that name.
    """

    name = "drop-suppress"
    family = Family.ERRORS
    incident = "A failure that was known to be harmless ended the program."
    nodes = (ast.Call,)
    priority = 10
    accepts = (
        Accept(
            (
                "from contextlib import suppress\ndef tidy(p):\n"
                "    with suppress(OSError, KeyError):\n        p.unlink()\n"
            ),
            ("from contextlib import suppress\ndef tidy(p):\n    with suppress():\n        p.unlink()\n",),
        ),
        Accept(
            "import contextlib\ndef tidy(p):\n    with contextlib.suppress(OSError):\n        p.unlink()\n",
            ("import contextlib\ndef tidy(p):\n    with contextlib.suppress():\n        p.unlink()\n",),
        ),
    )
    rejects = (
        Reject("def tidy(p, suppress):\n    with suppress(OSError):\n        p.unlink()\n", "not contextlib's"),
        Reject("import contextlib\ndef f():\n    with contextlib.suppress():\n        g()\n", "it suppresses nothing"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The arguments are left out."""
        assert isinstance(node, ast.Call)
        if node.args and context.resolve(node.func) == "contextlib.suppress":
            start, end = context.span(node.args[0])[0], context.span(node.args[-1])[1]
            yield Edit(start, end, "", f"{context.text[start:end]} is no longer suppressed")
