"""Empties an exception handler: the exception is caught and nothing is done about it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.block import replace_block
from ..shapes.handler import changes_nothing, guards_an_import, raises, significant

__all__ = ["SwallowException"]


class SwallowException(Operator):
    """Replaces the body of an exception handler by `pass`: what went wrong is ignored, and the code behind it runs.

    Stands for the silent failure: the rejected login that goes on to the page behind it, the record that is
    neither stored nor put aside, the clean-up after a failure that never happens.

    Before: `except BadSignature: return False`
    After: `except BadSignature: pass`

    Must not fire on handlers that raise (`drop-raise` looks after them), on those that already do nothing but log or
    sleep, on those that only give a variable its fallback (`drop-fallback` does), where the `continue`, `return` or
    `return False` makes no difference because nothing follows, and on optional imports.
    """

    name = "swallow-exception"
    family = Family.ERRORS
    incident = "A failure was caught and then ignored: the program went on with half-done work."
    nodes = (ast.ExceptHandler,)
    priority = 4
    accepts = (
        Accept(
            (
                "def valid(x):\n    try:\n        check(x)\n    except ValueError:\n"
                "        return False\n    return True\n"
            ),
            ("def valid(x):\n    try:\n        check(x)\n    except ValueError:\n        pass\n    return True\n",),
        ),
        Accept(
            "def run(jobs):\n    try:\n        jobs.run()\n    except OSError as e:\n"
            "        log.info(e)\n        jobs.failed.append(e)\n        jobs.stop()\n",
            ("def run(jobs):\n    try:\n        jobs.run()\n    except OSError as e:\n        pass\n",),
        ),
    )
    rejects = (
        Reject(
            "def f():\n    try:\n        g()\n    except OSError as e:\n        raise AppError from e\n",
            "drop-raise makes this change",
        ),
        Reject(
            "def f():\n    try:\n        g()\n    except OSError:\n        logger.warning('no')\n",
            "it is ignored already",
        ),
        Reject(
            "def f():\n    try:\n        x = g()\n    except KeyError:\n        x = 0\n    return x\n",
            "drop-fallback shows more clearly that the fallback is missed",
        ),
        Reject(
            "def f(items):\n    for item in items:\n        try:\n            g(item)\n        except OSError:\n"
            "            continue\n",
            "the next round begins anyway",
        ),
        Reject(
            "def f(x):\n    try:\n        return g(x)\n    except OSError:\n        return False\n",
            "None is as false, and drop-fallback asks the harder question",
        ),
        Reject(
            "try:\n    import fast\nexcept ImportError:\n    fast = load_slow()\n",
            "which branch runs depends on the machine",
        ),
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The handler's body becomes `pass`."""
        assert isinstance(node, ast.ExceptHandler)
        lines = significant(node.body, context)
        if not lines or raises(node) or changes_nothing(node, context) or guards_an_import(node, context):
            return
        if all(isinstance(line, ast.Assign | ast.AnnAssign) and _is_local(line) for line in lines):
            return
        caught = context.text_of(node.type) if node.type else "every exception"
        yield from replace_block(node.body, context, "pass", f"{caught} is caught and ignored")


def _is_local(assignment: ast.Assign | ast.AnnAssign) -> bool:
    targets = assignment.targets if isinstance(assignment, ast.Assign) else [assignment.target]
    return all(isinstance(target, ast.Name | ast.Tuple) for target in targets)
