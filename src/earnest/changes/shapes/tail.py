"""Whether anything of a function follows a statement."""

from __future__ import annotations

import ast

from ..context import Context

__all__ = ["is_last_of_function"]


def is_last_of_function(statement: ast.stmt, context: Context) -> bool:
    """Whether the function ends behind this statement, through any `if`, `with` or `match` around it."""
    below: ast.AST = statement
    for above in context.ancestors(statement):
        blocks = [block for _, block in ast.iter_fields(above) if isinstance(block, list) and below in block]
        if isinstance(above, ast.Match):
            below = above
            continue
        if not blocks or blocks[0][-1] is not below:
            return False
        if isinstance(above, ast.FunctionDef | ast.AsyncFunctionDef):
            return True
        if not isinstance(above, ast.If | ast.With | ast.AsyncWith | ast.match_case):
            return False
        below = above
    return False
