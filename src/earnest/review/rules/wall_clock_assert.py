"""ET406: an ordinary test fails when the machine is slow."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..clock import CLOCKS, Readings
from ..rule import Bad, FileRule, Good, Hit
from ..syntax import constant, dotted_name, keyword, last_name, source_of
from ..testfile import TestFile
from ..unit import Unit
from ..walk import parent_of

__all__ = ["WallClockAssert"]

_MODULES = frozenset({"time", "datetime", "timeit"})
_READERS = frozenset({clock.rpartition(".")[2] for clock in CLOCKS} | {"timeit", "repeat"})
"""Most tests call nothing of such a name."""
_MEANT = re.compile(r"perf|bench|slow|stress|load|timing|speed|nightly|flaky", re.I)
"""Names of tests that are meant to measure, and are run where that makes sense."""
_FROZEN = re.compile(r"freez|time_machine|travel|fake_?(?:time|clock)|mock_?(?:time|clock)", re.I)
_HANG = 5.0
"""From how many seconds on a limit is a deadline: nothing that works takes so long, on a busy machine either."""
_UPPER = {"assertLess": 0, "assertLessEqual": 0, "assertGreater": 1, "assertGreaterEqual": 1}
"""unittest's comparisons, and which argument they hold below the other."""


class WallClockAssert(FileRule):
    """A test measures how long something took and fails when it took longer than a fixed time.

    The figure is true of one machine with nothing else to do. On a build server that runs four jobs the test fails now and
    then, people learn to run it again, and a real slowdown looks the same as a busy neighbour. With a limit wide enough
    never to fail by chance it notices nothing at all.

    Do instead: assert what makes the code fast, such as the number of queries or of calls; or mark it as a performance
    test, run those by themselves, and compare with an earlier measurement on the same machine.

    Stays silent: in tests, classes and files that say that they measure (a marker or a name with `performance`,
    `benchmark`, `slow`, `stress`, `load`, `timing`); on limits of five seconds and more, which tell an answer from a hang;
    on lower limits (`elapsed >= 0.1`), which a slow machine keeps; in loops that poll until a deadline; where the clock is
    frozen.
    """

    code = "ET406"
    name = "wall-clock-assert"
    cure = "Assert what makes it fast, or mark it as a performance test and run those by themselves."
    bad = (
        Bad(
            "import time\n\n\ndef test_lookup(cache):\n    start = time.perf_counter()\n    cache.get('a')\n"
            "    elapsed = time.perf_counter() - start\n    assert elapsed < 0.1, f'took {elapsed}'  # flagged\n"
        ),
        Bad(
            "import time\nimport unittest\n\n\nclass LookupTest(unittest.TestCase):\n    def test_lookup(self):\n"
            "        start = time.time()\n        self.client.get('/')\n"
            "        self.assertLess(time.time() - start, 2)  # flagged\n"
        ),
        Bad(
            "import asyncio\nimport time\n\n\nasync def test_requests(client):\n    async def once(number):\n"
            "        start = time.monotonic()\n        await client.get(str(number))\n"
            "        return {'took': time.monotonic() - start}\n\n"
            "    results = await asyncio.gather(*[once(number) for number in range(9)])\n"
            "    average = sum(one['took'] for one in results) / len(results)\n    worst = []\n"
            "    for one in results:\n        worst.append(one['took'])\n    assert len(results) < 10\n"
            "    assert average < 0.5  # flagged\n    assert 1 >= max(worst)  # flagged\n"
        ),
    )
    good = (
        Good(
            "import time\nimport pytest\n\n\n@pytest.mark.performance\ndef test_lookup(cache):\n"
            "    start = time.perf_counter()\n    cache.get('a')\n    assert time.perf_counter() - start < 0.1\n",
            "it is marked as a measurement",
        ),
        Good(
            "import time\n\n\ndef test_throttle(throttle):\n    start = time.monotonic()\n    throttle.wait()\n"
            "    assert time.monotonic() - start >= 0.1\n",
            "a lower limit holds on a slow machine too",
        ),
        Good(
            "import time\n\n\ndef test_job(job):\n    start = time.monotonic()\n    while not job.done:\n"
            "        assert time.monotonic() - start < 10, 'the job did not finish'\n",
            "a deadline for polling",
        ),
        Good(
            "from datetime import datetime\nfrom freezegun import freeze_time\n\n\n@freeze_time('2026-01-01')\n"
            "def test_age(user):\n    start = datetime.now()\n    assert datetime.now() - start < user.age\n",
            "the clock stands still",
        ),
        Good(
            "import time\n\n\ndef test_order(log):\n    before = time.time()\n    entry = log.write('a')\n"
            "    assert before <= entry.time <= time.time()\n    assert entry.size < 5\n",
            "no time is measured",
        ),
        Good(
            "import time\n\n\ndef test_lookup(cache):\n    start = time.time()\n    cache.get('a')\n"
            "    assert time.time() - start < 0.1\n",
            "the file says what its tests are for",
            path="tests/test_benchmarks.py",
        ),
        Good(
            "import time\n\nLIMIT = 30\n\n\ndef test_stop(server):\n    start = time.time()\n    server.stop(timeout=60)\n"
            "    assert time.time() - start < LIMIT, 'it waited for its clients'\n",
            "the limit tells an answer from a hang",
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """Assertions that hold a duration below something."""
        if not any(target.partition(".")[0] in _MODULES for target in file.imports.values()):
            return
        for test in file.tests:
            if any(last_name(call.func) in _READERS for call in test.of(ast.Call)) and not _is_meant(test, file):
                yield from self._limits(test)

    def _limits(self, test: Unit) -> Iterator[Hit]:
        readings: Readings | None = None
        for assertion, low, high in _limits(test):
            if _seconds(high, test) >= _HANG:
                continue
            readings = readings or Readings.of(test)
            if readings.measures(low) and not _polls(assertion, test):
                message = (
                    f"fails when `{source_of(low, 40)}` exceeds {source_of(high)} on this machine, however busy it is"
                )
                yield Hit(assertion, message, test)


def _is_meant(test: Unit, file: TestFile) -> bool:
    names = [*test.markers, test.name, *test.arguments, *(cls.name for cls in test.classes)]
    frozen = [*test.arguments, *(source_of(one) for _name, one in test.decorators)]
    if any(_MEANT.search(name) for name in (*names, *file.path.split("/"))):
        return True
    return any(_FROZEN.search(one) for one in frozen) or any(
        _FROZEN.search(source_of(item.context_expr)) for item in test.of(ast.withitem)
    )


def _limits(test: Unit) -> Iterator[tuple[ast.stmt | ast.Call, ast.expr, ast.expr]]:
    """Each assertion that one expression is less than another, with both."""
    for statement in test.of(ast.Assert):
        conditions = statement.test.values if isinstance(statement.test, ast.BoolOp) else [statement.test]
        for condition in conditions:
            if isinstance(condition, ast.Compare):
                sides = [condition.left, *condition.comparators]
                for left, operator, right in zip(sides, condition.ops, sides[1:], strict=False):
                    if isinstance(operator, ast.Lt | ast.LtE):
                        yield statement, left, right
                    elif isinstance(operator, ast.Gt | ast.GtE):
                        yield statement, right, left
    for call in test.calls(*_UPPER):
        if len(call.args) >= 2 and dotted_name(call.func).startswith("self."):
            low = _UPPER[last_name(call.func)]
            yield call, call.args[low], call.args[1 - low]


def _seconds(limit: ast.expr, test: Unit) -> float:
    """The limit as a number, through a name or `timedelta(seconds=...)`; 0 where it is computed."""
    if isinstance(limit, ast.Call) and last_name(limit.func) == "timedelta":
        given = keyword(limit, "seconds", "minutes", "hours")
        return _HANG if given is None or keyword(limit, "minutes", "hours") else _seconds(given, test)
    if isinstance(limit, ast.Name):
        values = test.assigned.get(limit.id) or test.file.top.assigned.get(limit.id) or []
        return max((_seconds(value, test) for value in values if not isinstance(value, ast.Name)), default=0.0)
    value = constant(limit)
    return float(value) if isinstance(value, int | float) else 0.0


def _polls(node: ast.AST, test: Unit) -> bool:
    around = parent_of(node)
    while around is not None and around is not test.node:
        if isinstance(around, ast.While):
            return True
        around = parent_of(around)
    return False
