"""Leaves out a value that an exception carries beside its message."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.message import MESSAGE_KEYWORDS, is_builtin_exception
from ..shapes.raising import CONTROL_FLOW, raised_name

__all__ = ["DropDetail"]


class DropDetail(Operator):
    """Raises an exception of the project's own with None in place of a value that it carries.

    Stands for the exception whose class writes a fine message, or whose handler needs the facts, and which is raised
    without them: "quota None exceeded", a retry-after header that is missing.

    Before: `raise QuotaExceeded(limit=limit, used=used)`
    After: `raise QuotaExceeded(limit=None, used=used)`

    Must not fire on texts (`empty-message` and `drop-value-from-message` take those), on constants, on built-in
    exceptions, on status codes (they belong to the contract), and on what only locates the error for a
    framework (`ctx`, `param`).
    """

    name = "drop-detail"
    family = Family.MESSAGES
    incident = "The error lacked the facts that its handler or its reader needed to act on it."
    nodes = (ast.Raise,)
    priority = 30
    accepts = (
        Accept(
            "def f(limit, used):\n    raise QuotaExceeded(limit, used=used + 1)\n",
            (
                "def f(limit, used):\n    raise QuotaExceeded(None, used=used + 1)\n",
                "def f(limit, used):\n    raise QuotaExceeded(limit, used=None)\n",
            ),
        ),
        Accept(
            "def f(value):\n    raise BadSignature('it does not match', payload=value)\n",
            ("def f(value):\n    raise BadSignature('it does not match', payload=None)\n",),
        ),
    )
    rejects = (
        Reject("def f(x):\n    raise ValueError(x)\n", "drop-value-from-message takes built-in exceptions"),
        Reject("def f(x):\n    raise Refused('no such thing', final=True)\n", "constants only"),
        Reject(
            "def f(x):\n    message = f'no {x}'\n    raise Refused(message)\n",
            "the message is changed where it is made",
        ),
        Reject("def f():\n    raise HTTPException(status_code=status.GONE)\n", "the status belongs to the contract"),
        Reject("def f(self):\n    raise self.make_error(self.row)\n", "not the class of an exception"),
    )

    _ELSEWHERE: ClassVar[frozenset[str]] = MESSAGE_KEYWORDS | {
        "status_code", "status", "code", "errno", "ctx", "context", "param", "cls", "self",
    }  # fmt: skip

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """Each value becomes None."""
        assert isinstance(node, ast.Raise)
        name = raised_name(node)
        if not isinstance(node.exc, ast.Call) or not name[:1].isupper() or name in CONTROL_FLOW:
            return
        if is_builtin_exception(name):
            return
        given = [(last, value) for value in node.exc.args if (last := _variable(value))]
        given += [(item.arg or "", item.value) for item in node.exc.keywords if item.arg]
        for label, value in given:
            if label not in self._ELSEWHERE and _is_computed(value):
                yield Edit(*context.span(value), "None", f"{name} does not carry `{label}`")


def _variable(value: ast.expr) -> str:
    """Name of the variable or attribute handed over; empty for anything else."""
    if isinstance(value, ast.Attribute):
        return value.attr
    return value.id if isinstance(value, ast.Name) else ""


def _is_computed(value: ast.expr) -> bool:
    return not isinstance(value, ast.Constant | ast.JoinedStr | ast.Starred)
