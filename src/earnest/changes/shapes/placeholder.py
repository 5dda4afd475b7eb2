"""The places of a message at which a value stands, and the message's text without one of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..context import Context
from .call_statement import last_name
from .literal import fields_of, literal_parts

__all__ = ["Placeholder", "placeholders"]

_PERCENT = re.compile(r"%(?:\((?P<key>[^)]*)\))?[#0\- +]*(?P<width>\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?(?P<type>[a-zA-Z%])")
_QUOTED = re.compile(r"![ra]\s*[:}]|\{\s*repr\(")
_AUTOMATIC = re.compile(r"\{\s*[!:}.\[]")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One value in a message, and the edit that leaves it out."""

    value: ast.expr | None
    """The expression whose value is shown; None when a mapping holds it."""
    shown: str
    """How it is written, e.g. `{name!r}` in an f-string, `name` where it stands behind the text."""
    quoted: bool
    """Whether its `repr` is shown, as is the custom for offending values."""
    start: int
    end: int
    after: str


def placeholders(message: ast.expr, context: Context) -> Iterator[Placeholder]:
    """The values of an f-string, a `%` or `.format` expression or a concatenation, in the order of the file.

    Nothing where the text is written in a way that cannot be taken apart for certain.
    """
    if isinstance(message, ast.JoinedStr):
        yield from _of_fstring(message, context)
    elif isinstance(message, ast.BinOp) and isinstance(message.op, ast.Mod):
        yield from _of_percent(message, context)
    elif isinstance(message, ast.BinOp) and isinstance(message.op, ast.Add):
        for operand in _operands(message):
            yield from _of_sum(operand, context)
    elif isinstance(message, ast.Call):
        yield from _of_format(message, context)


def _operands(total: ast.expr) -> list[ast.expr]:
    """The terms of a sum from left to right; a loop, as a long sum is deeper than Python may recurse."""
    terms: list[ast.expr] = []
    while isinstance(total, ast.BinOp) and isinstance(total.op, ast.Add):
        terms.append(total.right)
        total = total.left
    return [total, *reversed(terms)]


def _of_fstring(message: ast.JoinedStr, context: Context) -> Iterator[Placeholder]:
    values = [part.value for part in message.values if isinstance(part, ast.FormattedValue)]
    start, end = context.span(message)
    fields = list(fields_of(context.text, start, end, formatted_only=True))
    if len(fields) == len(values):
        for value, (begin, finish) in zip(values, fields, strict=True):
            yield Placeholder(
                value, context.text[begin:finish], _is_quoted(context.text[begin:finish]), begin, finish, ""
            )


def _is_quoted(field: str) -> bool:
    return _QUOTED.search(field) is not None


def _of_sum(operand: ast.expr, context: Context) -> Iterator[Placeholder]:
    if isinstance(operand, ast.Constant):
        return
    formatted = isinstance(operand, ast.BinOp) and isinstance(operand.op, ast.Mod | ast.Add)
    if isinstance(operand, ast.JoinedStr) or formatted or _formats(operand):
        yield from placeholders(operand, context)
    else:
        start, end = context.span(operand)
        quoted = isinstance(operand, ast.Call) and last_name(operand.func) == "repr"
        yield Placeholder(operand, context.text[start:end], quoted, start, end, '""')


def _formats(node: ast.expr) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"):
        return False
    return isinstance(node.func.value, ast.Constant) and isinstance(node.func.value.value, str)


def _of_percent(message: ast.BinOp, context: Context) -> Iterator[Placeholder]:
    """`"no %r in %s" % (a, b)`: the conversion and its value go together."""
    literal = message.left
    if not (isinstance(literal, ast.Constant) and isinstance(literal.value, str)):
        return
    written = list(_conversions(context, literal))
    if any(match["width"] == "*" for _, match in written) or len(written) != len(_in_value(literal.value)):
        return
    mapped = [match["key"] is not None for _, match in written]
    values = message.right.elts if isinstance(message.right, ast.Tuple) else [message.right]
    for number, (place, match) in enumerate(written):
        if all(mapped):
            yield Placeholder(None, match.group(), match["type"] in "ra", place, place + len(match.group()), "")
        elif not any(mapped) and len(values) == len(written):
            rest = [context.text_of(value) for value in values if value is not values[number]]
            after = _without(context, message, literal, place, len(match.group()), _percent_tail(literal.value, rest))
            value = values[number]
            yield Placeholder(value, context.text_of(value), match["type"] in "ra", *context.span(message), after)


def _conversions(context: Context, literal: ast.expr) -> Iterator[tuple[int, re.Match[str]]]:
    for begin, end in literal_parts(context.text, *context.span(literal)):
        for match in _PERCENT.finditer(context.text[begin:end]):
            if match["type"] != "%":
                yield begin + match.start(), match


def _in_value(text: str) -> list[str]:
    return [match.group() for match in _PERCENT.finditer(text) if match["type"] != "%"]


def _percent_tail(literal: str, rest: list[str]) -> str:
    if rest:
        return f" % ({', '.join(rest)}{',' if len(rest) == 1 else ''})"
    return " % ()" if "%%" in literal else ""


def _of_format(message: ast.Call, context: Context) -> Iterator[Placeholder]:
    """`"no {!r} in {}".format(a, b)`: fields without a number take their value with them."""
    if not _formats(message) or any(isinstance(argument, ast.Starred) for argument in message.args):
        return
    assert isinstance(message.func, ast.Attribute)
    literal = message.func.value
    assert isinstance(literal, ast.Constant)
    fields = list(fields_of(context.text, *context.span(literal), formatted_only=False))
    automatic = [_AUTOMATIC.match(context.text[begin:end]) is not None for begin, end in fields]
    for number, (begin, end) in enumerate(fields):
        shown = context.text[begin:end]
        if not automatic[number]:
            yield Placeholder(None, shown, _is_quoted(shown), begin, end, "")
        elif all(automatic) and len(message.args) == len(fields):
            given = [*message.args, *message.keywords]
            rest = [context.text_of(argument) for argument in given if argument is not message.args[number]]
            written = str(literal.value)
            braces = "{{" in written or "}}" in written
            tail = f".format({', '.join(rest)})" if rest or braces else ""
            after = _without(context, message, literal, begin, end - begin, tail)
            value = message.args[number]
            yield Placeholder(value, context.text_of(value), _is_quoted(shown), *context.span(message), after)


def _without(context: Context, message: ast.expr, literal: ast.expr, place: int, length: int, tail: str) -> str:
    """The literal without these characters, and the tail; in parentheses where several lines would else fall apart."""
    start, end = context.span(literal)
    text = context.text[start:place] + context.text[place + length : end]
    bare = "\n" not in text or isinstance(context.parent(message), ast.Call)
    return (text if bare else f"({text})") + tail
