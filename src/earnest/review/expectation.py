"""Blocks and calls that expect an exception: `with pytest.raises(...)`, `self.assertRaises(E, function)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .oracles import is_raises
from .reads import is_read, reads_of
from .syntax import every, keyword, last_name
from .unit import Unit
from .walk import parent_of

__all__ = ["Expectation", "brings_itself", "expectations_of"]


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expected exception."""

    call: ast.Call
    """`pytest.raises(...)` or the like."""
    types: tuple[ast.expr, ...]
    """The expressions of the exception types that will do."""
    block: ast.With | ast.AsyncWith | None
    """The block that must raise; None where a function is handed to the call."""
    inspected: bool
    """Whether the exception itself is looked at: a pattern, a check, or a name that is read later."""

    @property
    def body(self) -> Sequence[ast.stmt]:
        """The statements of the block."""
        return self.block.body if self.block else ()

    @property
    def raising(self) -> Iterator[tuple[ast.expr, ast.AST]]:
        """What may raise: each called expression and its node, those within the block or the function handed over."""
        if self.block is None:
            if len(self.call.args) > 1:
                yield self.call.args[1], self.call
            return
        for statement in self.block.body:
            for node in every(statement):
                if isinstance(node, ast.Call):
                    yield node.func, node


def expectations_of(unit: Unit) -> Iterator[Expectation]:
    """The expected exceptions of a test or helper, in the order of the text."""
    if "aises" not in unit.file.text:
        return
    for call in unit.of(ast.Call):
        if last_name(call.func).find("aises") < 0 or not is_raises(call, unit):
            continue
        first = call.args[0] if call.args else keyword(call, "expected_exception", "exception")
        if first is None:
            continue
        types = tuple(first.elts) if isinstance(first, ast.Tuple) else (first,)
        block = _block(call)
        if block is None and len(call.args) < 2:
            continue
        yield Expectation(call, types, block, _inspected(call, unit, block is not None))


def brings_itself(unit: Unit, name: str) -> bool:
    """Whether the test hands this exception to the code (`side_effect=ValueError`), or raises it in a stand-in: then it
    is the test's own, and there is no message of the code to hold."""
    for node in reads_of(unit, name):
        around: ast.AST | None = parent_of(node)
        if isinstance(around, ast.Tuple):
            around = parent_of(around)
        if isinstance(around, ast.Call) and node is around.func:
            around = parent_of(around)
        expected = isinstance(around, ast.Call) and is_raises(around, unit)
        if not expected and not isinstance(around, ast.ExceptHandler):
            return True
    return False


def _block(call: ast.Call) -> ast.With | ast.AsyncWith | None:
    item = parent_of(call)
    around = parent_of(item) if isinstance(item, ast.withitem) else None
    return around if isinstance(around, ast.With | ast.AsyncWith) else None


def _inspected(call: ast.Call, unit: Unit, block: bool) -> bool:
    last = last_name(call.func)
    if keyword(call, "match", "check", "expected_regex", "expected_message", "msg_re"):
        return True
    if ("Regex" in last or "Message" in last) and len(call.args) > 1:
        return True
    around = parent_of(call)
    if isinstance(around, ast.Await):
        around = parent_of(around)
    if block:
        target = around.optional_vars if isinstance(around, ast.withitem) else None
        return target is not None and (not isinstance(target, ast.Name) or is_read(unit, target.id))
    if isinstance(around, ast.Assign):
        return any(not isinstance(one, ast.Name) or is_read(unit, one.id) for one in around.targets)
    return not isinstance(around, ast.Expr)
