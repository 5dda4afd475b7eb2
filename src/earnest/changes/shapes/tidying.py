"""Whether a `finally` block tidies anything up that outlives the function."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ..context import Context
from .handler import significant

__all__ = ["tidies"]


def tidies(block: Sequence[ast.stmt], context: Context) -> bool:
    """Whether the block does more than log, sleep, and let go of its own variables to break a reference cycle."""
    return any(not _lets_go(line) for line in significant(block, context))


def _lets_go(line: ast.stmt) -> bool:
    if isinstance(line, ast.Delete):
        return all(isinstance(target, ast.Name) for target in line.targets)
    if not isinstance(line, ast.Assign) or not isinstance(line.value, ast.Constant) or line.value.value is not None:
        return False
    return all(isinstance(target, ast.Name) for target in line.targets)
