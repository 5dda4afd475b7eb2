"""Leaves out the call of a function that only checks."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.call_statement import CHECKING, call_statement, drop_call

__all__ = ["DropCheck"]


class DropCheck(Operator):
    """Leaves out a statement that calls a check: `validate_order(order)`, `response.raise_for_status()`.

    Stands for the check that everybody thinks somebody else makes: bad rows are stored, a failed download is read as
    though it were data.

    Before: `response.raise_for_status()`
    After: `pass`

    Must not fire where the result of the check is used (a condition on it is changed by other operators), and on calls
    whose name does not say that they check (`drop-call` takes those).
    """

    name = "drop-check"
    family = Family.ERRORS
    incident = "Data that the validation would have refused was taken, because the validation was not called."
    nodes = (ast.Expr,)
    priority = 5
    accepts = (
        Accept(
            "def take(order):\n    validate_order(order)\n    store(order)\n",
            ("def take(order):\n    pass\n    store(order)\n",),
        ),
        Accept(
            "def get(url):\n    r = fetch(url)\n    r.raise_for_status()\n    return r\n",
            ("def get(url):\n    r = fetch(url)\n    pass\n    return r\n",),
        ),
        Accept(
            "async def take(self, order):\n    await self._check_stock(order); self.n = 1\n",
            ("async def take(self, order):\n    pass; self.n = 1\n",),
        ),
    )
    rejects = (
        Reject("def take(order):\n    if validate(order):\n        store(order)\n", "its result is used"),
        Reject("def take(order):\n    store(order)\n", "nothing says that it checks"),
        Reject(
            "import subprocess\ndef go():\n    subprocess.check_call(['ls'])\n",
            "it runs a command and checks on the way",
        ),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`."""
        found = call_statement(node)
        if found is None or found.verb not in CHECKING:
            return
        if not (context.resolve(found.call.func) or "").startswith("subprocess."):
            yield from drop_call(found, context, ": nothing is checked")
