"""A short quotation of the user's code for the description of a change."""

from __future__ import annotations

import ast

from ..context import Context

__all__ = ["excerpt"]

_LONGEST = 50


def excerpt(node: ast.AST, context: Context) -> str:
    """The node's text between backticks on one line, cut where it is long."""
    text = " ".join(context.text_of(node).split())
    return f"`{text}`" if len(text) <= _LONGEST else f"`{text[: _LONGEST - 1]}…`"
