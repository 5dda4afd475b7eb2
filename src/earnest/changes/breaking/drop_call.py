"""Leaves out a statement that calls something."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.call_statement import CallStatement, call_statement, drop_call, last_name

__all__ = ["DropCall"]


class DropCall(Operator):
    """Leaves out a statement that consists of a call, awaited or not: it was made for its effect.

    Where the name of the callee tells more (it notifies, closes, checks, updates a collection), another operator makes
    the same change and names its incident.

    Stands for the forgotten step: the counter that is not reset, the handler that is not registered, the option
    that the command line no longer has.

    Before: `self._reset(batch)`
    After: `pass`

    Must not fire on logging and deprecation notices, on what only takes or gives time (sleeping, checkpoints,
    collecting garbage), on copies of a function's metadata, on `super().x()` (`drop-super-call` knows when it matters),
    and on calls that bind a name (`:=`) or yield.
    """

    name = "drop-call"
    family = Family.EFFECTS
    incident = "One step of the work was left out, and nothing said so."
    nodes = (ast.Expr,)
    priority = 40
    accepts = (
        Accept("def run(self):\n    self._reset()\n    return 1\n", ("def run(self):\n    pass\n    return 1\n",)),
        Accept(
            "async def run(self):\n    if self.old: await self.refresh(\n        now=True)\n",
            ("async def run(self):\n    if self.old: pass\n",),
        ),
        Accept("app.include(routes); x = 1\n", ("pass; x = 1\n",)),
    )
    rejects = (
        Reject("def run(self):\n    return self._reset()\n", "its result is used"),
        Reject("def run(logger):\n    logger.debug('on')\n", "logging is arid"),
        Reject("import time\ndef run():\n    time.sleep(1)\n", "it would only be faster"),
        Reject("import asyncio\nasync def run():\n    await asyncio.sleep(1)\n", "it would only be faster"),
        Reject("import functools\ndef f(g, h):\n    functools.update_wrapper(g, h)\n", "metadata only"),
        Reject("class A:\n    def __init__(self):\n        super().__init__()\n", "drop-super-call knows its worth"),
        Reject("def run(f):\n    go(x := f())\n    return x\n", "the name would be missing"),
        Reject("def run(f):\n    f((yield))\n", "the generator would become a function"),
        Reject("import warnings\ndef f():\n    warnings.warn('old', DeprecationWarning)\n", "a notice to developers"),
    )

    _NAMES: ClassVar[frozenset[str]] = frozenset({"sleep", "breakpoint", "reveal_type", "assert_never"})
    _QUIET: ClassVar[tuple[str, ...]] = (
        "functools.update_wrapper", "gc.", "faulthandler.", "tracemalloc.", "warnings.filterwarnings",
        "warnings.simplefilter", "sys.setswitchinterval", "sys.intern", "uvloop.", "inspect.", "traceback.print_",
        "anyio.lowlevel.", "trio.lowlevel.checkpoint",
    )  # fmt: skip

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The statement becomes `pass`."""
        found = call_statement(node)
        if found is not None and not self._is_quiet(found, context):
            yield from drop_call(found, context, "")

    def _is_quiet(self, found: CallStatement, context: Context) -> bool:
        if found.name in self._NAMES or found.receiver == "super" or last_name(found.call.func) == "":
            return True
        return (context.resolve(found.call.func) or "").startswith(self._QUIET)
