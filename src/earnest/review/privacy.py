"""Names that a project keeps to itself, and the reasons for which a test may reach for one."""

from __future__ import annotations

import ast
import re

from .syntax import every
from .testfile import TestFile

__all__ = ["MIN_COMPLEXITY", "complexity", "is_private", "written_reason"]

MIN_COMPLEXITY = 10
"""From which cyclomatic complexity on a private function may deserve tests of its own: McCabe's own limit (1976)."""

_PUBLIC = frozenset({
    "_asdict", "_make", "_replace", "_fields", "_field_defaults", "_meta", "_missing_", "_ignore_", "_order_",
    "_generate_next_value_", "_value_", "_name_", "_member_map_", "_value2member_map_", "_",
})  # fmt: skip
"""Names with an underscore that are documented interfaces: namedtuple, enum, Django's models, gettext."""
_PROTOCOL = re.compile(r"_repr_\w+_$|_ipython_\w+_$|_\w+_hook_?$")
_BRANCHES = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.comprehension, ast.match_case)
_REASON = 4
"""Words from which a comment is a reason rather than a label."""


def is_private(name: str) -> bool:
    """Whether the name says that others should leave it alone: one leading underscore, and no known protocol."""
    return (
        name.startswith("_")
        and not (name.startswith("__") and name.endswith("__"))
        and name not in _PUBLIC
        and not _PROTOCOL.match(name)
    )


def complexity(node: ast.AST) -> int:
    """The cyclomatic complexity of a function: 1 and one more for each branch, handler and further condition."""
    count = 1
    for child in every(node):
        if isinstance(child, _BRANCHES):
            count += 1
        elif isinstance(child, ast.BoolOp):
            count += len(child.values) - 1
    return count


def written_reason(file: TestFile, statement: ast.stmt) -> str:
    """The comment that stands behind the statement or on the lines right above it; empty for none, or for a mere
    label."""
    end = statement.end_lineno or statement.lineno
    behind = file.lines[end - 1][file.column(end, statement.end_col_offset or 0) :].strip()
    words = [behind.lstrip("# ")] if behind.startswith("#") else []
    above = statement.lineno - 2
    while above >= 0 and file.lines[above].strip().startswith("#"):
        words.insert(0, file.lines[above].strip().lstrip("# "))
        above -= 1
    reason = " ".join(words)
    return reason if len(reason.split()) >= _REASON else ""
