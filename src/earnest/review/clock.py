"""Readings of the clock in a test, and what is computed from them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .syntax import every, last_name
from .unit import Unit

__all__ = ["CLOCKS", "Readings", "uses"]

CLOCKS = frozenset({
    "time.time", "time.time_ns", "time.monotonic", "time.monotonic_ns", "time.perf_counter", "time.perf_counter_ns",
    "time.process_time", "time.thread_time", "timeit.default_timer", "datetime.datetime.now",
    "datetime.datetime.utcnow", "datetime.datetime.today",
})  # fmt: skip
"""Functions that read a clock, by dotted name."""
_COUNTS = frozenset({"len", "isinstance", "type", "bool", "repr", "str"})
"""Functions whose result is no duration although one went in."""
_ADDERS = frozenset({"append", "extend", "add", "insert", "appendleft"})


@dataclass(frozen=True, slots=True)
class Readings:
    """What a test knows of the clock."""

    unit: Unit
    instants: frozenset[str]
    """Local names that hold a reading, or something made from one."""
    durations: frozenset[str]
    """Local names that hold a difference of two readings, or something computed from one: an average, a list of them,
    a nested function that returns one."""

    @classmethod
    def of(cls, unit: Unit) -> Readings:
        """Follows the readings through the assignments of the unit."""
        instants = _closure(unit, lambda node, known: uses(node, known) or _reads(node, unit))
        durations = _closure(unit, lambda node, known: uses(node, known) or _subtracts(node, unit, instants))
        return cls(unit, instants, durations)

    def measures(self, node: ast.AST) -> bool:
        """Whether the expression is a duration, or made of one."""
        return uses(node, self.durations) or _subtracts(node, self.unit, self.instants)


def uses(node: ast.AST, names: frozenset[str]) -> bool:
    """Whether one of these names is read in the expression, other than to be counted."""
    pending = [node]
    while pending:
        one = pending.pop()
        if isinstance(one, ast.Name) and one.id in names:
            return True
        if isinstance(one, ast.Call) and last_name(one.func) in _COUNTS:
            continue
        if isinstance(one, ast.Compare | ast.Lambda):
            continue
        pending += ast.iter_child_nodes(one)
    return False


def _reads(node: ast.AST, unit: Unit) -> bool:
    return any(isinstance(one, ast.Call) and unit.file.dotted(one.func) in CLOCKS for one in every(node))


def _subtracts(node: ast.AST, unit: Unit, instants: frozenset[str]) -> bool:
    """Whether the expression takes one reading of the clock from another."""
    for one in every(node):
        if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Sub):
            if all(_reads(side, unit) or uses(side, instants) for side in (one.left, one.right)):
                return True
        elif isinstance(one, ast.Call) and unit.file.dotted(one.func) in ("timeit.timeit", "timeit.repeat"):
            return True
    return False


def _closure(unit: Unit, holds: Callable[[ast.AST, frozenset[str]], bool]) -> frozenset[str]:
    """The names into which a value flows that `holds`, given those found so far."""
    known: frozenset[str] = frozenset()
    flows = list(_flows(unit))
    while True:
        more = {name for name, value in flows if name not in known and holds(value, known)}
        if not more:
            return known
        known |= more


def _flows(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    """Each name with a value that goes into it."""
    for name, values in unit.assigned.items():
        yield from ((name, value) for value in values)
    for augmented in unit.of(ast.AugAssign):
        if isinstance(augmented.target, ast.Name):
            yield augmented.target.id, augmented.value
    loops: list[ast.For | ast.AsyncFor | ast.comprehension] = [
        *unit.of(ast.For), *unit.of(ast.AsyncFor), *unit.of(ast.comprehension),
    ]  # fmt: skip
    for loop in loops:
        if isinstance(loop.target, ast.Name):
            yield loop.target.id, loop.iter
    for call in unit.of(ast.Call):
        if isinstance(call.func, ast.Attribute) and call.func.attr in _ADDERS and isinstance(call.func.value, ast.Name):
            yield from ((call.func.value.id, value) for value in call.args)
    nested: list[ast.FunctionDef | ast.AsyncFunctionDef] = [*unit.of(ast.FunctionDef), *unit.of(ast.AsyncFunctionDef)]
    for function in nested:
        if function is not unit.node:
            for node in every(function):
                if isinstance(node, ast.Return) and node.value:
                    yield function.name, node.value
