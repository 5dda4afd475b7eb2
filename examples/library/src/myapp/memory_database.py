"""Results kept in memory: the database of this package until it has a real one."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["MemoryDatabase"]


class MemoryDatabase:
    """A `ResultStore` that forgets everything with the process. Any number of threads may share one."""

    def __init__(self) -> None:
        """An empty database, open."""
        self._results: list[int] = []
        self._is_open = True

    def add_results(self, values: Iterable[int]) -> None:
        """Stores all values behind those that are there, or none. Raises ConnectionError when closed."""
        self._require_open()
        # A generator may fail half-way or let another thread in: take everything first, then add it in one step.
        batch = list(values)
        self._results.extend(batch)

    def results(self) -> list[int]:
        """A copy of everything stored, oldest first. Raises ConnectionError when closed."""
        self._require_open()
        return self._results.copy()

    def close(self) -> None:
        """Ends the connection; from now on every call but this one raises ConnectionError."""
        self._is_open = False

    def _require_open(self) -> None:
        if not self._is_open:
            raise ConnectionError("the memory database is closed: make a new MemoryDatabase()")
