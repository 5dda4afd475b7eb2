"""What a test calls of the project's own code: its subject."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from .origin import Origin, Party
from .unit import Unit

__all__ = ["OwnCall", "own_calls"]

_OWN = (Party.FIRST, Party.BOUNDARY)


@dataclass(frozen=True, slots=True)
class OwnCall:
    """One call of first-party code."""

    node: ast.Call
    origin: Origin


def own_calls(unit: Unit) -> list[OwnCall]:
    """The calls in this function that reach first-party code by a name that can be followed: functions, classes,
    methods of instances that the test or a fixture made. Calls through clients (`client.get("/x")`) are not seen."""
    known = unit.file.own_calls
    if id(unit) not in known:
        known[id(unit)] = list(_own_calls(unit))
    return known[id(unit)]


def _own_calls(unit: Unit) -> Iterator[OwnCall]:
    for call in unit.of(ast.Call):
        if not isinstance(call.func, ast.Name | ast.Attribute):
            continue
        origin = unit.file.origin_in(unit, call.func)
        if origin.party in _OWN:
            yield OwnCall(call, origin)
        elif origin.party is Party.UNKNOWN and origin.file and not unit.file.codebase.is_test(origin.file):
            yield OwnCall(call, origin)  # an attribute that the text of the class does not show
