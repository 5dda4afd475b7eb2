"""What was learned before: a SQLite file that only the parent process writes."""

from .store import Store

__all__ = ["Store"]
