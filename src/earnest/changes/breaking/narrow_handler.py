"""Leaves one exception class out of a handler for several."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.handler import guards_an_import

__all__ = ["NarrowHandler"]


class NarrowHandler(Operator):
    """Leaves one class out of the several that an exception handler catches; one change for each of them.

    Stands for the half-handled failure: timeouts are met, resets of the connection are not, as only the first was
    ever tried.

    Before: `except (Timeout, ConnectionError):`
    After: `except Timeout:`

    Must not fire for a built-in class whose parent class is in the tuple too (it is caught all the same), and on
    optional imports.
    """

    name = "narrow-handler"
    family = Family.ERRORS
    incident = "One of several failures that were to be handled alike was not handled at all."
    nodes = (ast.ExceptHandler,)
    priority = 20
    accepts = (
        Accept(
            "def f(x):\n    try:\n        return int(x)\n    except (TypeError, ValueError):\n        return 0\n",
            (
                "def f(x):\n    try:\n        return int(x)\n    except TypeError:\n        return 0\n",
                "def f(x):\n    try:\n        return int(x)\n    except ValueError:\n        return 0\n",
            ),
        ),
        Accept(
            (
                "def f(x):\n    try:\n        go(x)\n    except (OSError, KeyError, TimeoutError) as e:\n"
                "        raise A from e\n"
            ),
            (
                (
                    "def f(x):\n    try:\n        go(x)\n    except (KeyError, TimeoutError) as e:\n"
                    "        raise A from e\n"
                ),
                (
                    "def f(x):\n    try:\n        go(x)\n    except (OSError, TimeoutError) as e:\n"
                    "        raise A from e\n"
                ),
            ),
        ),
    )
    rejects = (
        Reject(
            "def f(x):\n    try:\n        go(x)\n    except (ValueError,):\n        return 0\n",
            "there is only one class",
        ),
        Reject(
            "try:\n    import fast\nexcept (ImportError, OSError):\n    fast = None\n",
            "which runs depends on the machine",
        ),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit for each class of the tuple that no other one contains."""
        assert isinstance(node, ast.ExceptHandler)
        if not isinstance(node.type, ast.Tuple) or len(node.type.elts) < 2 or guards_an_import(node, context):
            return
        start, end = context.span(node.type)
        for left_out in node.type.elts:
            others = [other for other in node.type.elts if other is not left_out]
            if not any(_contains(other, left_out) for other in others):
                rest = ", ".join(context.text_of(other) for other in others)
                after = rest if len(others) == 1 else f"({rest})"
                yield Edit(start, end, after, f"{context.text_of(left_out)} is no longer caught")


def _contains(wide: ast.expr, narrow: ast.expr) -> bool:
    """Whether the one is the other or its parent, as far as built-in classes go."""
    parent, child = _builtin(wide), _builtin(narrow)
    return parent is not None and child is not None and issubclass(child, parent)


def _builtin(expression: ast.expr) -> type | None:
    found = getattr(builtins, expression.id, None) if isinstance(expression, ast.Name) else None
    return found if isinstance(found, type) else None
