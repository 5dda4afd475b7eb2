"""Criterion 4: error conditions."""

from __future__ import annotations

from ..model import Family
from .caught_share import CaughtShare
from .facts import Facts
from .sources import has_error_paths

__all__ = ["ErrorConditions"]


class ErrorConditions(CaughtShare):
    """The suite notices when the code stops refusing, reporting or repairing what goes wrong.

    Measured as error-path changes caught, of those run: a raise dropped, an exception swallowed, a handler that never
    matches, a fallback or clean-up left out.

    N/A where the code neither raises nor handles anything.
    """

    number = 4
    name = "error conditions"
    families = (Family.ERRORS,)
    unit = "error-path changes"

    def absent(self, facts: Facts) -> str:
        """No raise, no handler, no clean-up."""
        return "" if has_error_paths(facts.project) else "the code neither raises nor handles exceptions"

    def advice(self, worst: str) -> str:
        """Fail on purpose, look at what the caller gets."""
        return f"Make {worst} go wrong in a test and assert what the caller gets: exception, fallback, clean-up."
