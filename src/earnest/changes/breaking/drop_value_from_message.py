"""Leaves the offending value out of an error's message."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ...model import Family
from ..context import Context, Function
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.block import own_nodes
from ..shapes.message import MESSAGE_NODES, is_builtin_exception, messages
from ..shapes.placeholder import Placeholder, placeholders

__all__ = ["DropValueFromMessage"]

_NO_MESSAGE = frozenset({"SystemExit", "StopIteration", "StopAsyncIteration", "OSError", "KeyboardInterrupt"})


class DropValueFromMessage(Operator):
    """Leaves one value out of the message of an error; the words around it stay.

    The value stands in an f-string, behind `%`, in `.format(...)`, in a concatenation, or is all that a built-in
    exception is raised with. Of several values one is taken: the first whose `repr` is shown, else an argument of the
    function before its other variables, those before attributes, and constants last.

    Stands for the message that says that a value is bad and not which: with ten thousand rows to look through.

    Before: `raise ValueError(f"unknown unit {unit!r}")`
    After: `raise ValueError(f"unknown unit ")`

    Must not fire on texts that are not about an error, on logging, on the name of the object's own class, and on
    messages without a value (`empty-message` looks after those).
    """

    name = "drop-value-from-message"
    family = Family.MESSAGES
    incident = "The message said that something was wrong and not what: the search for the bad row took a day."
    nodes = MESSAGE_NODES
    priority = 15
    accepts = (
        Accept(
            "def f(unit):\n    raise ValueError(f'unknown unit {unit!r:>{8}} {{}}')\n",
            ("def f(unit):\n    raise ValueError(f'unknown unit  {{}}')\n",),
        ),
        Accept(
            "def f(a, b):\n    raise Refused('no %r in %s' % (a, b))\n",
            ("def f(a, b):\n    raise Refused('no  in %s' % (b,))\n",),
        ),
        Accept("def f(a):\n    raise Refused('no %r' % a)\n", ("def f(a):\n    raise Refused('no ')\n",)),
        Accept(
            "def f(a, b):\n    raise Refused('no {} in {!r}'.format(a, b))\n",
            ("def f(a, b):\n    raise Refused('no {} in '.format(a))\n",),
        ),
        Accept(
            "def f(a):\n    raise Refused('no value '\n                  '{0!r}'.format(a))\n",
            ("def f(a):\n    raise Refused('no value '\n                  ''.format(a))\n",),
        ),
        Accept(
            "def f(a):\n    raise Refused('no ' + repr(a) + ' here')\n",
            ("def f(a):\n    raise Refused('no ' + \"\" + ' here')\n",),
        ),
        Accept(
            "def f(self, low, row):\n    x = row[0]\n    raise Refused(f'{self.name}: {x} {LIMIT} {low}')\n",
            ("def f(self, low, row):\n    x = row[0]\n    raise Refused(f'{self.name}: {x} {LIMIT} ')\n",),
        ),
        Accept("def f(key):\n    raise KeyError(key)\n", ('def f(key):\n    raise KeyError("")\n',)),
    )
    rejects = (
        Reject("def f(x):\n    raise ValueError('it is too large')\n", "there is no value in it"),
        Reject("def f(x):\n    print(f'{x} files done')\n", "this is no error"),
        Reject("def f(x):\n    text = 'no luck'\n    raise ValueError(text)\n", "the text has no value in it"),
        Reject("class A:\n    def f(self):\n        raise E(f'{type(self).__name__} is shut')\n", "no offending value"),
        Reject("def f(logger, x):\n    logger.error(f'{x} did not work')\n", "logging is arid"),
        Reject("def f(code):\n    raise SystemExit(code)\n", "an exit status is no message"),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The most telling value of each message."""
        function = context.function_of(node)
        for message in messages(node, context):
            place = _most_telling(placeholders(message.node, context), function)
            if place is not None:
                yield Edit(place.start, place.end, place.after, f"the message of {message.owner} lacks {_shown(place)}")
        if isinstance(node, ast.Call):
            yield from _bare_value(node, context, function)


def _shown(place: Placeholder) -> str:
    text = " ".join(place.shown.split())
    return f"`{text}`" if len(text) <= 40 else "a value"


def _most_telling(found: Iterable[Placeholder], function: Function | None) -> Placeholder | None:
    """The first of the best rank; those whose `repr` is shown come before all others."""
    ranked = [(not place.quoted, rank, place) for place in found if (rank := _rank(place.value, function)) is not None]
    return min(ranked, key=lambda entry: entry[:2])[2] if ranked else None


def _rank(value: ast.expr | None, function: Function | None) -> int | None:
    """0 for what callers hand in, 1 for other variables, 2 for attributes of `self`, 3 for constants.

    None for the name of the object's own class, which is no offending value.
    """
    if value is None:
        return 1
    names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    if names <= {"self", "cls", "type"} and isinstance(value, ast.Attribute) and value.attr.startswith("__"):
        return None
    if names and all(name.isupper() for name in names):
        return 3
    parameters = {node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)} if function else set()
    own = names - {"self", "cls", "repr", "str", "len", "type", "sorted", "list"}
    if own & parameters:
        return 0
    return 1 if own else 2


def _bare_value(call: ast.Call, context: Context, function: Function | None) -> Iterator[Edit]:
    """`raise KeyError(key)`: the value is the whole message."""
    if not isinstance(context.parent(call), ast.Raise) or len(call.args) != 1 or call.keywords:
        return
    name, value = context.text_of(call.func), call.args[0]
    if not is_builtin_exception(name) or name in _NO_MESSAGE or not _is_value(value):
        return
    if not (isinstance(value, ast.Name) and function is not None and _is_made_here(value.id, function)):
        yield Edit(*context.span(value), '""', f"the message of {name} lacks `{context.text_of(value)}`")


def _is_value(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id in ("str", "repr") and len(value.args) == 1
    return isinstance(value, ast.Name | ast.Attribute | ast.Subscript)


def _is_made_here(name: str, function: Function) -> bool:
    """Whether the function assigns the variable: its text is looked at where it is made."""
    return any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
        for node in own_nodes(function.body)
    )
