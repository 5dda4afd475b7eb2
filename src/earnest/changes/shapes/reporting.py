"""Calls that show an error to a person without raising an exception."""

from __future__ import annotations

import ast

from ..context import Context
from .call_statement import CHECKING, last_name, words_of

__all__ = ["COLLECTED", "reporter"]

COLLECTED = frozenset({"error", "errors", "problems", "failures", "issues", "violations", "complaints"})
"""Words in the names of lists and tables of errors."""

_COLLECTING = frozenset({"append", "add", "extend", "insert", "setdefault"})
_FAILING = frozenset({"error", "fail", "abort", "die", "bail"})
# On another receiver `error` is most likely a log's.
_OWN = frozenset({"", "self", "cls", "parser"})


def reporter(call: ast.Call, context: Context) -> str:
    """What shows the arguments of this call as an error: a name for the description; empty when nothing does."""
    name = last_name(call.func)
    receiver = last_name(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    if _writes_to_stderr(call, name, receiver):
        return "standard error"
    if name in _COLLECTING and COLLECTED.intersection(words_of(receiver)):
        return f"`{receiver}`"
    if name == "add_error" or name in ("fail", "abort") or context.resolve(call.func) == "sys.exit":
        return f"`{name}`"
    words = words_of(name)
    if words and (words[-1] in _FAILING or (name == "exit" and "parser" in words_of(receiver))):
        return f"`{name}`" if _OWN.intersection([receiver, *words_of(receiver)[-1:]]) else ""
    return f"`{name}`" if words and words[0] in CHECKING else ""


def _writes_to_stderr(call: ast.Call, name: str, receiver: str) -> bool:
    if name in ("write", "writelines"):
        return receiver == "stderr"
    return name in ("print", "echo", "secho") and any(_means_stderr(item) for item in call.keywords)


def _means_stderr(keyword: ast.keyword) -> bool:
    if keyword.arg == "err":
        return isinstance(keyword.value, ast.Constant) and keyword.value.value is True
    return keyword.arg == "file" and last_name(keyword.value) == "stderr"
