"""Processes data and keeps the results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from .data_processing import process_data

__all__ = ["BusinessService", "ProcessingResult", "ResultStore"]


class ResultStore(Protocol):
    """What the service needs of a database; both calls raise ConnectionError when it cannot be reached."""

    def add_results(self, values: Iterable[int]) -> None:
        """Stores all of the values or none."""

    def results(self) -> list[int]:
        """Everything stored, oldest first."""


@dataclass(frozen=True)
class ProcessingResult:
    """What became of one request; `error` says why it failed and is empty when it did not."""

    success: bool
    processed_count: int
    error: str = ""


class BusinessService:
    """Doubles numbers and stores what came out."""

    def __init__(self, database: ResultStore) -> None:
        """Works with any database that can store results, e.g. a MemoryDatabase."""
        self._database = database

    def process_data(self, values: Iterable[int]) -> ProcessingResult:
        """Processes all of the values or none, and reports an unreachable database in the result.

        Raises ValueError or TypeError, as `myapp.process_data` does, when the values cannot be processed.
        """
        processed = process_data(values)
        try:
            self._database.add_results(processed)
        except ConnectionError as error:
            return ProcessingResult(success=False, processed_count=0, error=f"nothing was stored: {error}")
        return ProcessingResult(success=True, processed_count=len(processed))

    def get_processed_data(self) -> list[int]:
        """Everything processed so far, oldest first. Raises ConnectionError when the database cannot be reached."""
        return self._database.results()
