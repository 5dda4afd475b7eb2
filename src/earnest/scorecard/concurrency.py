"""Criterion 5: concurrent operation."""

from __future__ import annotations

from ..model import Family
from .caught_share import CaughtShare
from .facts import Facts
from .sources import has_concurrency

__all__ = ["ConcurrentOperation"]


class ConcurrentOperation(CaughtShare):
    """The suite notices when code that runs side by side loses its protection.

    Measured as concurrency changes caught, of those run: a lock, semaphore or transaction left out, an await dropped, a
    task never waited for.

    N/A where the code has no coroutines and uses no threads, processes or locks.
    """

    number = 5
    name = "concurrent operation"
    families = (Family.CONCURRENCY, Family.ASYNC)
    unit = "concurrency changes"

    def absent(self, facts: Facts) -> str:
        """No coroutine, no thread, no process."""
        return "" if has_concurrency(facts.project) else "the code has no coroutines, threads, processes or locks"

    def advice(self, worst: str) -> str:
        """Two at once."""
        return f"Run what {worst} protects several times at once in a test and assert the outcome of all."
