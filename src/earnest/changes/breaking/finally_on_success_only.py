"""Runs a `finally` block only when nothing went wrong."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.block import own_nodes
from ..shapes.tidying import tidies

__all__ = ["FinallyOnSuccessOnly"]


class FinallyOnSuccessOnly(Operator):
    """Turns `finally` into `else`, so that its block runs only when no exception was raised.

    Stands for the clean-up that works in every demonstration and not on the day when something fails. A test that
    never lets the body fail does not notice.

    Before: `finally: lock_file.unlink()`
    After: `else: lock_file.unlink()` (behind `except (): pass` where there is no other handler)

    Must not fire where there is an `else` already, where the body returns, breaks or continues (`else` would not
    run then: `drop-finally` says the same), and where the block does nothing but log or let go of its own variables.
    """

    name = "finally-on-success-only"
    family = Family.ERRORS
    incident = "Nothing was tidied up after a failure, as the clean-up stood behind the work and not in a finally."
    nodes = (ast.Try, ast.TryStar)
    priority = 10
    accepts = (
        Accept(
            "def f(c):\n    try:\n        c.go()\n    finally:\n        c.close()\n",
            ("def f(c):\n    try:\n        c.go()\n    except (): pass\n    else:\n        c.close()\n",),
        ),
        Accept(
            (
                "def f(c):\n    try: c.go()\n    except OSError: c.undo()  # finally:\n"
                "    # finally:\n    finally : c.close()\n"
            ),
            (
                (
                    "def f(c):\n    try: c.go()\n    except OSError: c.undo()  # finally:\n"
                    "    # finally:\n    else : c.close()\n"
                ),
            ),
        ),
    )
    rejects = (
        Reject("def f(c):\n    try:\n        return c.go()\n    finally:\n        c.close()\n", "else would never run"),
        Reject(
            "def f(c):\n    try:\n        c.go()\n    except A:\n        c.a()\n    else:\n        c.b()\n"
            "    finally:\n        c.close()\n",
            "the place of else is taken",
        ),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The word becomes `else`; the edit holds the block too, as the line of the word alone never runs."""
        assert isinstance(node, ast.Try | ast.TryStar)
        if node.orelse or not tidies(node.finalbody, context) or _leaves(node):
            return
        start, word_end = context.find(
            r"\bfinally\b", _end_of_what_precedes(node, context), context.span(node.finalbody[0])[0]
        )
        end = context.span(node.finalbody[-1])[1]
        indent = " " * (context.position(start)[1] - 1)
        lead = "else" if node.handlers else f"except (): pass\n{indent}else"
        yield Edit(start, end, lead + context.text[word_end:end], "the finally block runs only when nothing was raised")


def _end_of_what_precedes(node: ast.Try | ast.TryStar, context: Context) -> int:
    last = node.handlers[-1] if node.handlers else node.body[-1]
    return context.span(last)[1]


def _leaves(node: ast.Try | ast.TryStar) -> bool:
    return any(isinstance(inner, ast.Return | ast.Break | ast.Continue) for inner in own_nodes(node.body))
