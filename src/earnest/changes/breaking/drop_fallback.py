"""Lets an exception out that a handler answers with a fallback."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.block import replace_block
from ..shapes.handler import gives_substitute, guards_an_import

__all__ = ["DropFallback"]


class DropFallback(Operator):
    """Replaces the fallback in an exception handler (a default, the next round, nothing at all) by `raise`.

    Stands for graceful degradation that is gone: one missing key or one unreachable service takes the whole request
    down.

    Before: `except KeyError: return default`
    After: `except KeyError: raise`

    Must not fire on handlers that do more than give a substitute (`never-match-handler` takes those), on handlers of
    several exception classes (`narrow-handler` takes them one by one), and on optional imports.
    """

    name = "drop-fallback"
    family = Family.ERRORS
    incident = "One part failed and took everything down, because the fallback for it was gone."
    nodes = (ast.ExceptHandler,)
    priority = 15
    accepts = (
        Accept(
            "def get(key):\n    try:\n        return table[key]\n    except KeyError:\n        return None\n",
            ("def get(key):\n    try:\n        return table[key]\n    except KeyError:\n        raise\n",),
        ),
        Accept(
            "def tidy(path):\n    try: path.unlink()\n    except FileNotFoundError: pass\n",
            ("def tidy(path):\n    try: path.unlink()\n    except FileNotFoundError: raise\n",),
        ),
        Accept(
            (
                "def size(path):\n    try:\n        n = stat(path)\n    except OSError:\n"
                "        log.info(path)\n        n = 0\n    return n\n"
            ),
            ("def size(path):\n    try:\n        n = stat(path)\n    except OSError:\n        raise\n    return n\n",),
        ),
    )
    rejects = (
        Reject(
            "def f():\n    try:\n        g()\n    except OSError as e:\n        raise AppError from e\n",
            "no fallback here",
        ),
        Reject(
            "def f(q):\n    try:\n        g()\n    except OSError:\n        q.failed += 1\n        q.stop()\n",
            "this is more than a fallback",
        ),
        Reject(
            "try:\n    import fast\nexcept ImportError:\n    fast = None\n", "which branch runs depends on the machine"
        ),
        Reject(
            "def f(x):\n    try:\n        return int(x)\n    except (TypeError, ValueError):\n        return 0\n",
            "narrow-handler lets the one and the other out",
        ),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The handler's body becomes `raise`."""
        assert isinstance(node, ast.ExceptHandler)
        if isinstance(node.type, ast.Tuple) or guards_an_import(node, context) or not gives_substitute(node, context):
            return
        caught = context.text_of(node.type) if node.type else "the exception"
        yield from replace_block(node.body, context, "raise", f"the fallback is gone: {caught} goes up to the caller")
