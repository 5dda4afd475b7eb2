"""ET401: a test really sleeps."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...model import Finding, FindingState, Outcome
from ..doubles import doubles_of
from ..evidence import Evidence
from ..rule import Bad, FileRule, Good, Hit, Mode
from ..syntax import constant, keyword, source_of
from ..testfile import TestFile
from ..unit import Unit, UnitKind
from ..walk import parent_of

__all__ = ["Sleep"]

_BLOCKING = frozenset({"time.sleep", "eventlet.sleep", "gevent.sleep"})
_AWAITED = frozenset({"asyncio.sleep", "anyio.sleep", "trio.sleep"})
_FOREVER = 60
"""From how many seconds on nobody means to sit a sleep out: it stands for work that something else ends."""
_MEASURED = re.compile(
    r"time|raises|cancel|move_on|fail_after|clock|freez|travel|measure|duration|profil|span|progress|warns|latency",
    re.I,
)
"""Context managers for which a sleep is the work that they end or measure."""


class Sleep(FileRule):
    """A test waits by the clock for something to happen.

    On a loaded machine the wait is too short and the test fails by chance; everywhere else it is too long, every time the
    suite runs. And a test that passes because it slept says nothing about how the program learns that the work is done.

    Do instead: wait for the condition itself, with a deadline; or move the clock (time-machine) when time is what the
    code looks at.

    Stays silent: `sleep(0)`, which only lets others run; a sleep in a loop that looks for a condition and gives up at a
    deadline; a sleep that is a stand-in for slow work: in a nested function, as a coroutine that is handed on, in a
    `with` that ends or measures it (`pytest.raises`, `asyncio.timeout`, a timer), or of a minute and more; a sleep that
    the test has replaced.
    """

    code = "ET401"
    name = "sleep"
    mode = Mode.BOTH
    cure = "Wait for the condition itself, with a deadline, or move the clock."
    bad = (
        Bad(
            "import time\n\n\ndef test_job(queue):\n    queue.put(1)\n    time.sleep(2)  # flagged\n    assert queue.done\n"
        ),
        Bad(
            "from asyncio import sleep\n\n\nasync def test_job(queue):\n    await queue.put(1)\n"
            "    await sleep(0.5)  # flagged\n    assert queue.done\n"
        ),
        Bad(
            "import time\nimport pytest\n\n\n@pytest.fixture\ndef server(start):\n    start()\n"
            "    time.sleep(1)  # flagged\n    for port in (1, 2):\n        time.sleep(port)  # flagged\n"
            "        start(port)\n"
        ),
    )
    good = (
        Good("import asyncio\n\n\nasync def test_a():\n    await asyncio.sleep(0)\n", "it only lets other tasks run"),
        Good(
            "import time\n\n\ndef test_a(job):\n    deadline = time.monotonic() + 5\n"
            "    while not job.done and time.monotonic() < deadline:\n        time.sleep(0.01)\n    assert job.done\n"
            "    for _ in range(100):\n        if job.gone:\n            break\n        time.sleep(0.01)\n",
            "it polls for the condition, with a deadline",
        ),
        Good(
            "import time\n\n\ndef test_timeout(pool):\n    def slow():\n        time.sleep(1)\n\n"
            "    assert pool.run(slow, timeout=0.1).timed_out\n",
            "slow work is what the test is about",
        ),
        Good(
            "import asyncio\nimport pytest\n\n\nasync def test_timeout(limit):\n"
            "    task = asyncio.create_task(asyncio.sleep(5))\n    task.cancel()\n"
            "    with pytest.raises(TimeoutError):\n        async with limit(0.1):\n"
            "            await asyncio.sleep(10)\n",
            "the coroutine is the slow work, and something else ends it",
        ),
        Good(
            "import time\nfrom unittest.mock import patch\n\n\n@patch('time.sleep')\ndef test_retry(sleep):\n"
            "    time.sleep(3)\n    assert sleep.call_count == 1\n",
            "the sleep is replaced",
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """Calls of the known sleeping functions in tests and fixtures."""
        if "sleep" not in file.text:
            return
        names = {name for name, target in file.imports.items() if target in _BLOCKING or target in _AWAITED}
        for unit in file.units:
            if unit.kind in (UnitKind.TEST, UnitKind.FIXTURE):
                for call in unit.calls("sleep", *names):
                    yield from self._judge(call, unit, file)

    def _judge(self, node: ast.Call, unit: Unit, file: TestFile) -> Iterator[Hit]:
        name = file.dotted(node.func)
        if name not in _BLOCKING and not (name in _AWAITED and isinstance(parent_of(node), ast.Await)):
            return
        given = node.args[0] if node.args else keyword(node, "seconds", "delay")
        seconds = constant(given)
        if isinstance(seconds, int | float) and (seconds == 0 or seconds >= _FOREVER):
            return
        if _is_work(node, unit) or any(double.target.endswith("sleep") for double in doubles_of(unit)):
            return
        shown = f"{seconds} s" if isinstance(seconds, int | float) else source_of(given) if given else "some time"
        text = f"the {unit.kind.value} waits {shown} by the clock, whatever is ready before or not yet then"
        yield Hit(node, text, unit, clue=str(seconds) if isinstance(seconds, int | float) else "")

    def weigh(self, finding: Finding, evidence: Evidence) -> FindingState:
        """Withdrawn where the sleep ran and the test took less time: something has replaced the clock."""
        place = finding.location
        if not finding.clue or not evidence.ran(place.file, range(place.line, place.end_line + 1), finding.test):
            return finding.state
        taken = max(test.seconds for test in evidence.tests(finding.test) if test.outcome is Outcome.PASSED)
        return FindingState.CONFIRMED if taken >= float(finding.clue) else FindingState.WITHDRAWN


def _is_work(node: ast.AST, unit: Unit) -> bool:
    """Whether it stands in a polling loop, or where something ends or measures it."""
    inner, around = node, parent_of(node)
    while around is not None and around is not unit.node:
        if isinstance(around, ast.While | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            return True
        if isinstance(around, ast.For | ast.AsyncFor) and _gives_up(around):
            return True
        if isinstance(around, ast.With | ast.AsyncWith) and inner in around.body and _measures(around):
            return True
        inner, around = around, parent_of(around)
    return False


def _measures(block: ast.With | ast.AsyncWith) -> bool:
    return any(_MEASURED.search(source_of(item.context_expr)) for item in block.items)


def _gives_up(loop: ast.For | ast.AsyncFor) -> bool:
    """Whether the loop ends early when it has seen what it looks for."""
    return any(isinstance(child, ast.Break | ast.Return) for child in ast.walk(loop))
