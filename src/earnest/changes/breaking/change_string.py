"""Replaces a text constant by another one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.excerpt import excerpt
from ..shapes.prose import is_prose

__all__ = ["ChangeString"]


class ChangeString(Operator):
    """Puts `XX` at both ends of a text or bytes constant, and before an f-string; an empty one becomes `XX`.

    Stands for the wrong key, the mistyped command, the regular expression that no longer matches, the token that the
    other side does not know.

    Before: `if header["alg"] == "none":`
    After: `if header["XXalgXX"] == "none":`

    Must not fire on docstrings, on the text of exceptions and warnings and on other prose for people (the operators
    on messages change those), on the parts of an f-string, and on the name given to `namedtuple` or `TypeVar`.
    """

    name = "change-string"
    family = Family.LOGIC
    incident = "A key, a command or a pattern had another text than the other side expected."
    nodes = (ast.Constant, ast.JoinedStr)
    priority = 36
    accepts = (
        Accept("def f(a):\n    return a['key']\n", ("def f(a):\n    return a['XXkeyXX']\n",)),
        Accept("X = ''\n", ("X = 'XX'\n",)),
        Accept('X = rb"""a\n"""\n', ('X = rb"""XXa\nXX"""\n',)),
        Accept("X = g(f'{a}-key')\n", ("X = g(f'XX{a}-key')\n",)),
        Accept("X = ('a'\n     \"b\")\n", ("X = ('XXa'\n     \"bXX\")\n",)),
    )
    rejects = (
        Reject('"""A module."""\nclass A:\n    """A class."""\n', "docstrings"),
        Reject("def f():\n    raise ValueError('no key')\n", "the text of an exception"),
        Reject("def f(a, errors):\n    errors.append('no such key')\n", "it tells a person of an error"),
        Reject("parser.add_argument(help='the file')\n", "prose for people"),
        Reject("import collections\nP = collections.namedtuple('P', FIELDS)\n", "only its repr would change"),
    )

    _FIRST = re.compile(r"[a-zA-Z]*('''|\"\"\"|'|\")")

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit of the first and the last literal of the constant."""
        assert isinstance(node, ast.Constant | ast.JoinedStr)
        value = "" if isinstance(node, ast.JoinedStr) else node.value
        if not isinstance(value, str | bytes) or is_prose(node, context):
            return
        start, end = context.span(node)
        text = context.text[start:end]
        opening = self._FIRST.match(text)
        if opening is None:
            return
        closing = next(quote for quote in ("'''", '"""', "'", '"') if text.endswith(quote))
        inner = text[opening.end() : len(text) - len(closing)]
        behind = "XX" if value else ""
        after = f"{opening.group()}XX{inner}{behind}{closing}"
        yield Edit(start, end, after, f"the text {excerpt(node, context)} is another")
