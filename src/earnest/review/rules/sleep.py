"""ET401: a test really sleeps."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..rule import Bad, Good, Hit, NodeRule
from ..syntax import constant, keyword
from ..testfile import TestFile
from ..unit import Unit, UnitKind
from ..walk import parent_of

__all__ = ["Sleep"]

_SLEEPS = frozenset({"time.sleep", "asyncio.sleep", "anyio.sleep", "trio.sleep"})


class Sleep(NodeRule):
    """A test waits by the clock for something to happen.

    On a loaded machine the wait is too short and the test fails by chance; everywhere else it is too long, every time the
    suite runs. And a test that passes because it slept says nothing about how the program learns that the work is done.

    Do instead: wait for the condition itself, with a deadline; or move the clock (time-machine) when time is what the
    code looks at.

    Stays silent: `sleep(0)`, which only lets others run; a sleep in a loop that looks for a condition and gives up at a
    deadline; a sleep inside a stand-in for slow work (a nested function), which is the thing under test.
    """

    code = "ET401"
    name = "sleep"
    cure = "Wait for the condition itself, with a deadline, or move the clock."
    nodes = (ast.Call,)
    bad = (
        Bad(
            "import time\n\n\ndef test_job(queue):\n    queue.put(1)\n    time.sleep(2)  # flagged\n    assert queue.done\n"
        ),
        Bad(
            "from asyncio import sleep\n\n\nasync def test_job(queue):\n    await queue.put(1)\n"
            "    await sleep(0.5)  # flagged\n    assert queue.done\n"
        ),
    )
    good = (
        Good("import asyncio\n\n\nasync def test_a():\n    await asyncio.sleep(0)\n", "it only lets other tasks run"),
        Good(
            "import time\n\n\ndef test_a(job):\n    deadline = time.monotonic() + 5\n"
            "    while not job.done and time.monotonic() < deadline:\n        time.sleep(0.01)\n    assert job.done\n",
            "it polls for the condition, with a deadline",
        ),
        Good(
            "import time\n\n\ndef test_timeout(pool):\n    def slow():\n        time.sleep(1)\n\n"
            "    assert pool.run(slow, timeout=0.1).timed_out\n",
            "slow work is what the test is about",
        ),
    )

    def visit(self, node: ast.AST, unit: Unit, file: TestFile) -> Iterator[Hit]:
        """Calls of the known sleeping functions in tests and fixtures."""
        assert isinstance(node, ast.Call)
        if unit.kind not in (UnitKind.TEST, UnitKind.FIXTURE) or file.dotted(node.func) not in _SLEEPS:
            return
        seconds = constant(node.args[0] if node.args else keyword(node, "seconds", "delay"))
        if seconds == 0 or _in_loop_or_function(node, unit):
            return
        shown = f"{seconds} s" if isinstance(seconds, int | float) else "some time"
        yield Hit(node, f"the test sleeps for {shown} and hopes that what it waits for has happened by then")


def _in_loop_or_function(node: ast.AST, unit: Unit) -> bool:
    """Whether it stands in a polling loop or in a function inside the test."""
    around = parent_of(node)
    while around is not None and around is not unit.node:
        if isinstance(around, ast.While | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            return True
        around = parent_of(around)
    return False
