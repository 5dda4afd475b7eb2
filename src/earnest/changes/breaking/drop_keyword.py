"""Leaves an option of a call out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.call_statement import last_name
from ..shapes.excerpt import excerpt

__all__ = ["DropKeyword"]


class DropKeyword(Operator):
    """Leaves a keyword argument out of a call: the default of the callee is taken.

    Stands for the option that is not handed on: the time limit, the sort key, the encoding.

    Before: `sorted(rows, key=by_date)`
    After: `sorted(rows)`

    Must not fire where a class is called, as its fields are mostly required and any test shows a missing one; on
    `**options`; on the texts for people of a help page; and on `True`, `False` and `None`, which are often the default:
    `flip-boolean` and `replace-none` change those.
    """

    name = "drop-keyword"
    family = Family.LOGIC
    incident = "An option was not handed on, and the default of the library held."
    nodes = (ast.Call,)
    priority = 26
    accepts = (
        Accept("def f(a):\n    return sorted(a, key=g)\n", ("def f(a):\n    return sorted(a)\n",)),
        Accept(
            "def f(a):\n    return dump(\n        a=(1),\n        b=2,\n    )\n",
            (
                "def f(a):\n    return dump(\n        b=2,\n    )\n",
                "def f(a):\n    return dump(\n        a=(1),\n    )\n",
            ),
        ),
        Accept("def f(a):\n    return g(h=a)\n", ("def f(a):\n    return g()\n",)),
    )
    rejects = (
        Reject("def f(a):\n    return Order(id=a)\n", "a field that is missing shows at once"),
        Reject("def f(a):\n    return g(**a)\n", "no single option"),
        Reject(
            "def f(a):\n    return g(a, deep=False, key=None)\n", "they may be the defaults, and are flipped instead"
        ),
        Reject("parser.add_argument('x', help='the file')\n", "only the help page differs"),
    )

    _PROSE = frozenset({"help", "prog", "description", "epilog", "usage", "metavar", "doc", "stacklevel"})

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit for each keyword argument, the comma before it included."""
        assert isinstance(node, ast.Call)
        if not node.keywords or re.match(r"_*[A-Z].*[a-z]", last_name(node.func)):
            return
        given: list[ast.expr | ast.keyword] = [*node.args, *node.keywords]
        given.sort(key=lambda argument: context.span(argument)[0])
        for index, argument in enumerate(given):
            if isinstance(argument, ast.keyword) and self._tells(argument):
                start, end = self._stretch(given, index, node, context)
                yield Edit(start, end, "", f"{excerpt(argument, context)} is not handed on")

    def _tells(self, argument: ast.keyword) -> bool:
        """Whether the option makes a difference that nothing says better: a switch is flipped instead."""
        switch = isinstance(argument.value, ast.Constant) and isinstance(argument.value.value, bool | None)
        return argument.arg is not None and argument.arg not in self._PROSE and not switch

    @staticmethod
    def _stretch(given: list[ast.expr | ast.keyword], index: int, node: ast.Call, context: Context) -> tuple[int, int]:
        """From the argument to the next one, or from the one before to the end of the last."""
        start, end = _whole(given[index], context)
        if index + 1 < len(given):
            return start, _whole(given[index + 1], context)[0]
        if index > 0:
            return _whole(given[index - 1], context)[1], end
        return start, context.span(node)[1] - 1


def _whole(argument: ast.expr | ast.keyword, context: Context) -> tuple[int, int]:
    """The argument with the parentheses around its value; the call has another argument, so they are not the call's."""
    if not isinstance(argument, ast.keyword):
        return context.outer_span(argument)
    start, end = context.span(argument)
    stop = context.outer_span(argument.value)[1]
    return start, max(end, stop if context.text[start:end].count("(") != context.text[start:end].count(")") else end)
