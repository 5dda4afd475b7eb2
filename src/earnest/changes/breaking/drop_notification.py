"""Leaves out a mail, event or notification."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.call_statement import call_statement, drop_call

__all__ = ["DropNotification"]


class DropNotification(Operator):
    """Leaves out a statement that tells somebody or something: a mail, an event, a message on a queue.

    Stands for the confirmation that never arrives: the order is stored, the customer hears nothing, the next service
    never learns of it.

    Before: `self.mailer.send(receipt)`
    After: `pass`

    Must not fire where the result of the call is used, and on calls whose name does not say that they tell anybody
    (`drop-call` takes those).
    """

    name = "drop-notification"
    family = Family.EFFECTS
    incident = "The work was done and nobody was told: no mail, no event, no message to the next service."
    nodes = (ast.Expr,)
    priority = 5
    accepts = (
        Accept(
            "def pay(self, order):\n    self.book(order)\n    self.mailer.send(order.receipt())\n",
            ("def pay(self, order):\n    self.book(order)\n    pass\n",),
        ),
        Accept(
            "async def pay(bus, order):\n    if order.paid: await bus.publish(\n        'paid', order\n    )\n",
            ("async def pay(bus, order):\n    if order.paid: pass\n",),
        ),
        Accept(
            "def pay(order):\n    notify_customer(order); return order\n",
            ("def pay(order):\n    pass; return order\n",),
        ),
    )
    rejects = (
        Reject("def pay(bus, order):\n    return bus.publish(order)\n", "its result is used"),
        Reject("def pay(bank, order):\n    bank.book(order)\n", "nothing says that anybody is told"),
    )

    _VERBS: ClassVar[frozenset[str]] = frozenset({
        "send", "sendall", "sendmail", "resend", "notify", "publish", "emit", "dispatch", "broadcast",
        "announce", "alert", "mail", "email", "enqueue", "produce", "deliver", "trigger",
        "webhook", "delay",
    })  # fmt: skip

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`."""
        found = call_statement(node)
        if found is not None and (found.verb in self._VERBS or found.name in ("post", "apply_async")):
            yield from drop_call(found, context, ": nothing goes out")
