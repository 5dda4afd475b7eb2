"""The texts that tell a person what went wrong: where they stand in raising, reporting and building exceptions."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..context import Context, Function
from .block import own_nodes
from .call_statement import last_name, words_of
from .raising import is_placeholder
from .reporting import COLLECTED, reporter

__all__ = ["MESSAGE_KEYWORDS", "MESSAGE_NODES", "Message", "is_builtin_exception", "messages"]

MESSAGE_KEYWORDS = frozenset({
    "message", "msg", "detail", "details", "reason", "text", "description", "hint", "explanation", "title",
    "error", "errors",
})  # fmt: skip
"""Names of arguments, attributes and class attributes that hold such a text."""
MESSAGE_NODES = (ast.Call, ast.Assign, ast.AugAssign, ast.Return)
"""The nodes to hand to `messages`."""

_EXCEPTION_WORDS = frozenset({"error", "exception", "failure", "warning"})
_TRANSPARENT = frozenset({"_", "gettext", "gettext_lazy", "lazy_gettext", "ngettext", "dedent", "fill"})
# The single word of these is the key that was missed, not a message.
_KEYED = frozenset({"KeyError", "AttributeError", "LookupError", "StopIteration", "SystemExit", "NotImplementedError"})


@dataclass(frozen=True, slots=True)
class Message:
    """An expression that makes the text of a message."""

    node: ast.expr
    owner: str
    """What it belongs to, e.g. `BadSignature`."""


def messages(node: ast.AST, context: Context) -> Iterator[Message]:
    """The messages that stand directly in this node, one of MESSAGE_NODES, in the order of the file."""
    if isinstance(node, ast.Call):
        yield from _in_call(node, context)
    elif isinstance(node, ast.Assign | ast.AugAssign):
        found = list(_texts(node.value, ""))
        owner = _owner_of_assignment(node, context) if found else ""
        yield from (replace(message, owner=owner) for message in found if owner)
    elif isinstance(node, ast.Return) and node.value is not None:
        function, kind = context.function_of(node), context.class_of(node)
        if function is not None and function.name == "__str__" and kind is not None and _is_exception(kind, context):
            yield from _texts(node.value, kind.name)


def _in_call(call: ast.Call, context: Context) -> Iterator[Message]:
    owner = _reporter(call, context)
    if not owner:
        return
    given = [*call.args, *(item.value for item in call.keywords if item.arg in MESSAGE_KEYWORDS)]
    terse = len(call.args) == 1 and owner not in _KEYED and _is_raised(call, context)
    for value in given:
        yield from _texts(value, owner, terse=terse and value is call.args[0])


def _reporter(call: ast.Call, context: Context) -> str:
    """The name of what reports an error by this call; empty when it does not."""
    name = last_name(call.func)
    above = context.parent(call)
    if isinstance(above, ast.Raise) and above.exc is call:
        silent = name == "AssertionError" or is_placeholder(above, context)
        return "" if silent else name
    if not isinstance(above, ast.Raise) and _names_exception(name):
        return name
    owner = context.class_of(call)
    if owner is not None and _is_parent_init(call, owner):
        return owner.name if _is_exception(owner, context) else ""
    return reporter(call, context)


def _is_raised(call: ast.Call, context: Context) -> bool:
    return isinstance(context.parent(call), ast.Raise)


def _names_exception(name: str) -> bool:
    words = words_of(name)
    return bool(words) and name[:1].isupper() and words[-1] in _EXCEPTION_WORDS


def _is_parent_init(call: ast.Call, owner: ast.ClassDef) -> bool:
    """`super().__init__(...)`, or `Parent.__init__(self, ...)`."""
    if not (isinstance(call.func, ast.Attribute) and call.func.attr == "__init__"):
        return False
    return last_name(call.func.value) in ["super", *(last_name(base) for base in owner.bases)]


def _is_exception(owner: ast.ClassDef, context: Context) -> bool:
    """Whether the class is an exception, by its name, its bases' names, or bases of this file."""
    seen: set[str] = set()
    queue = [owner.name, *(last_name(base) for base in owner.bases)]
    local = {line.name: line for line in context.tree.body if isinstance(line, ast.ClassDef)}
    while queue:
        name = queue.pop()
        if _names_exception(name) or is_builtin_exception(name):
            return True
        if name in local and name not in seen:
            seen.add(name)
            queue += [last_name(base) for base in local[name].bases]
    return False


def is_builtin_exception(name: str) -> bool:
    """Whether it is the name of an exception class that Python brings."""
    found = getattr(builtins, name, None)
    return isinstance(found, type) and issubclass(found, BaseException)


def _owner_of_assignment(node: ast.Assign | ast.AugAssign, context: Context) -> str:
    """What an assigned text is the message of: an exception raised later or its attribute, a table of errors."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if len(targets) != 1:
        return ""
    target = targets[0]
    if isinstance(target, ast.Subscript):
        return last_name(target) if COLLECTED.intersection(words_of(last_name(target))) else ""
    name = last_name(target)
    function, owner = context.function_of(node), context.class_of(node)
    if isinstance(target, ast.Name) and function is not None:
        return _raised_with(name, function)
    if owner is None or not MESSAGE_KEYWORDS.intersection(words_of(name)):
        return ""
    return owner.name if _is_exception(owner, context) else ""


def _raised_with(name: str, function: Function) -> str:
    """Name of the exception that the function raises with this variable; empty when there is none."""
    for node in own_nodes(function.body):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and last_name(node.exc) != "AssertionError":
            loaded = {inner.id for inner in ast.walk(node.exc) if isinstance(inner, ast.Name)}
            if name in loaded:
                return last_name(node.exc)
    return ""


def _texts(value: ast.expr, owner: str, *, terse: bool = False) -> Iterator[Message]:
    """The texts in a value: itself, the branches of a choice, the items of a list, what a translation is given."""
    if _is_text(value, terse=terse):
        yield Message(value, owner)
    elif isinstance(value, ast.IfExp):
        yield from _texts(value.body, owner, terse=terse)
        yield from _texts(value.orelse, owner, terse=terse)
    elif isinstance(value, ast.BoolOp):
        for part in value.values:
            yield from _texts(part, owner, terse=terse)
    elif isinstance(value, ast.List | ast.Tuple | ast.Set):
        for part in value.elts:
            yield from _texts(part, owner)
    elif isinstance(value, ast.Dict):
        for part in value.values:
            yield from _texts(part, owner)
    elif isinstance(value, ast.Call) and last_name(value.func) in _TRANSPARENT:
        for part in value.args:
            yield from _texts(part, owner, terse=terse)


def _is_text(value: ast.expr, *, terse: bool) -> bool:
    while isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mod | ast.Add):  # deep on its left when long
        if isinstance(value.op, ast.Add) and _is_text(value.right, terse=True):
            return True
        value, terse = value.left, True
    if isinstance(value, ast.JoinedStr):
        return True
    if isinstance(value, ast.Constant):
        return isinstance(value.value, str) and bool(value.value) and (terse or " " in value.value.strip())
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "format":
        return _is_text(value.func.value, terse=True)
    return False
