"""Makes an exception handler catch nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.handler import gives_substitute, guards_an_import, significant, try_of

__all__ = ["NeverMatchHandler"]


class NeverMatchHandler(Operator):
    """Makes an exception handler catch nothing, by `except ()`.

    Stands for the handler that waits for the wrong class since a library was upgraded: the driver's exception reaches
    the user untranslated, the failed job is not put aside, the transaction not rolled back.

    Before: `except KeyError as e:`
    After: `except () as e:`

    Must not fire on handlers that only give a fallback (`drop-fallback` takes those), on handlers of several classes
    (`narrow-handler`), where the handler only raises the same exception again and no other one follows, and on
    optional imports.
    """

    name = "never-match-handler"
    family = Family.ERRORS
    incident = "The exception handler no longer matched: errors went out raw, and what it tidied up stayed as it was."
    nodes = (ast.ExceptHandler,)
    priority = 20
    accepts = (
        Accept(
            "def f(k):\n    try:\n        return d[k]\n    except KeyError as e:\n        raise NotFound(k) from e\n",
            ("def f(k):\n    try:\n        return d[k]\n    except () as e:\n        raise NotFound(k) from e\n",),
        ),
        Accept(
            "def f(db):\n    try:\n        db.go()\n    except:\n        db.undo()\n        raise\n",
            ("def f(db):\n    try:\n        db.go()\n    except ():\n        db.undo()\n        raise\n",),
        ),
        Accept(
            (
                "def f(db):\n    try:\n        db.go()\n    except Timeout:\n"
                "        raise\n    except OSError:\n        db.undo()\n"
            ),
            (
                (
                    "def f(db):\n    try:\n        db.go()\n    except ():\n        raise\n"
                    "    except OSError:\n        db.undo()\n"
                ),
                (
                    "def f(db):\n    try:\n        db.go()\n    except Timeout:\n"
                    "        raise\n    except ():\n        db.undo()\n"
                ),
            ),
        ),
    )
    rejects = (
        Reject(
            "def f(k):\n    try:\n        g(k)\n    except KeyError:\n        return 0\n", "drop-fallback does the same"
        ),
        Reject(
            "def f(k):\n    try:\n        g(k)\n    except KeyError as e:\n        raise\n", "it goes out either way"
        ),
        Reject("try:\n    import fast\nexcept ImportError:\n    raise SystemExit(3)\n", "it depends on the machine"),
        Reject(
            "def f():\n    try:\n        g()\n    except (OSError, KeyError):\n        raise AppError from None\n",
            "narrow-handler lets the one and the other out",
        ),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The caught class becomes an empty tuple."""
        assert isinstance(node, ast.ExceptHandler)
        if isinstance(node.type, ast.Tuple) or guards_an_import(node, context):
            return
        if gives_substitute(node, context) or _only_raises_again(node, context):
            return
        if node.type is None:
            start = context.span(node)[0] + len("except")
            yield Edit(start, start, " ()", "the handler catches nothing")
        else:
            yield Edit(*context.span(node.type), "()", f"{context.text_of(node.type)} is no longer caught")


def _only_raises_again(handler: ast.ExceptHandler, context: Context) -> bool:
    if try_of(handler, context).handlers[-1] is not handler:
        return False
    lines = significant(handler.body, context)
    if len(lines) != 1 or not isinstance(lines[0], ast.Raise):
        return False
    again = lines[0].exc
    return again is None or (isinstance(again, ast.Name) and again.id == handler.name)
