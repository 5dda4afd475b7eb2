"""ET604: concurrent code without a concurrent test."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import Severity
from ..codebase import Codebase
from ..evidence import Evidence
from ..rule import EvidenceRule, Hit, Place
from ..testfile import suite_file

__all__ = ["NoConcurrency"]

_GUARDS = re.compile(
    r"\b(?:(?:threading|asyncio|multiprocessing|anyio)\.(?:R?Lock|Semaphore|BoundedSemaphore|Condition)"
    r"|with_for_update|FOR UPDATE)\b"
)
_TOGETHER = re.compile(
    r"\b(?:gather|TaskGroup|create_task|create_task_group|Thread|ThreadPoolExecutor|ProcessPoolExecutor|Process|Barrier"
    r"|as_completed|start_soon|nursery)\b"
)


class NoConcurrency(EvidenceRule):
    """The project guards something with locks, semaphores or row locks, and no test runs two things at once.

    The guard is there since two requests met once. Without a test in which they meet again, it is removed by the next
    refactoring, and nothing fails.

    Do instead: one test that runs the guarded code twenty times at once (asyncio.gather, a thread pool) and looks at the
    sum.

    Stays silent: where a test module starts tasks, threads or processes itself.
    """

    code = "ET604"
    name = "no-concurrency"
    severity = Severity.INFO
    cure = "Run the guarded code many times at once in one test, and look at what is left."

    def find(self, evidence: Evidence, codebase: Codebase) -> Iterator[Hit]:
        """At most one hit: the first guard of the project."""
        paths = sorted({test.file for test in evidence.baseline.tests})
        files = [file for file in (suite_file(codebase, path) for path in paths) if file]
        if any(_TOGETHER.search(file.text) for file in files):
            return
        for source in evidence.project.sources:
            for number, line in enumerate(source.text.split("\n"), 1):
                match = _GUARDS.search(line.partition("#")[0])
                if match:
                    text = f"{source.path} guards something by {match[0]}, and no test runs two things at once"
                    yield Hit(Place(number, file=source.path), text)
                    return
