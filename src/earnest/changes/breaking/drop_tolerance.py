"""Makes an operation strict that was told to tolerate something."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject

__all__ = ["DropTolerance"]


class DropTolerance(Operator):
    """Turns an argument that tolerates something into its strict opposite.

    The arguments are `exist_ok=True`, `missing_ok=True`, `ignore_errors=True`, `parents=True`, and `errors="replace"`
    or its like when text is decoded or encoded.

    Stands for the second run: the directory is there already, the file is gone, one byte is not UTF-8, and the job ends
    with a traceback.

    Before: `path.mkdir(exist_ok=True)`
    After: `path.mkdir(exist_ok=False)`

    Must not fire on an argument that is strict already or computed.
    """

    name = "drop-tolerance"
    family = Family.ERRORS
    incident = (
        "The second run failed where the first had passed: what was there already, or gone already, was an error."
    )
    nodes = (ast.Call,)
    priority = 15
    accepts = (
        Accept(
            "def prepare(path):\n    path.mkdir(parents=True, exist_ok=True)\n",
            (
                "def prepare(path):\n    path.mkdir(parents=False, exist_ok=True)\n",
                "def prepare(path):\n    path.mkdir(parents=True, exist_ok=False)\n",
            ),
        ),
        Accept(
            "def read(raw):\n    return raw.decode('utf-8', errors='replace')\n",
            ("def read(raw):\n    return raw.decode('utf-8', errors='strict')\n",),
        ),
        Accept(
            "def read(raw):\n    return raw.decode('utf-8', 'ignore')\n",
            ("def read(raw):\n    return raw.decode('utf-8', 'strict')\n",),
        ),
    )
    rejects = (
        Reject("def prepare(path, again):\n    path.mkdir(exist_ok=again)\n", "the value is computed"),
        Reject("def read(raw):\n    return raw.decode('utf-8', 'strict')\n", "it is strict already"),
        Reject("def show(form):\n    form.render(errors='Please mend this.')\n", "not an error handler of a codec"),
    )

    _FLAGS: ClassVar[frozenset[str]] = frozenset({"exist_ok", "missing_ok", "ignore_errors", "parents"})
    _LENIENT: ClassVar[frozenset[str]] = frozenset({
        "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass", "xmlcharrefreplace",
        "namereplace",
    })  # fmt: skip

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """`True` becomes `False`, a lenient codec error handler `strict`."""
        assert isinstance(node, ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("decode", "encode") and len(node.args) > 1:
            yield from self._strict(node.args[1], context)
        for keyword in node.keywords:
            value = keyword.value
            if keyword.arg == "errors":
                yield from self._strict(value, context)
            elif keyword.arg in self._FLAGS and isinstance(value, ast.Constant) and value.value is True:
                yield Edit(*context.span(value), "False", f"`{keyword.arg}` is off")

    def _strict(self, value: ast.expr, context: Context) -> Iterator[Edit]:
        if isinstance(value, ast.Constant) and value.value in self._LENIENT:
            start, end = context.span(value)
            quote = context.text[end - 1]
            yield Edit(start, end, f"{quote}strict{quote}", f"errors are no longer met with `{value.value}`")
