"""Edits that several rules' fixes share."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import TextEdit
from .testfile import TestFile
from .unit import Unit, UnitKind

__all__ = ["asking_for"]


def asking_for(file: TestFile, unit: Unit, fixture: str) -> Sequence[TextEdit] | None:
    """The edits after which the unit gets this fixture: none where it has it already; None where it cannot have it,
    as a method of a `unittest.TestCase` or a function that pytest does not call."""
    if unit.node is None or unit.in_unittest or unit.kind not in (UnitKind.TEST, UnitKind.FIXTURE):
        return None
    if fixture in unit.arguments:
        return ()
    given = unit.node.args
    required = given.args[: len(given.args) - len(given.defaults)]
    if required:
        last = required[-1]
        at = file.offset(last.end_lineno or last.lineno, last.end_col_offset or last.col_offset)
        return (TextEdit(at, at, f", {fixture}"),)
    if given.args or given.posonlyargs or given.vararg or given.kwonlyargs or getattr(unit.node, "type_params", None):
        return None
    at = file.text.index("(", file.offset(unit.node.lineno, unit.node.col_offset)) + 1
    return (TextEdit(at, at, fixture),)
