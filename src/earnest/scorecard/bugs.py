"""Criterion 8: the suite would catch real bugs."""

from __future__ import annotations

from .caught_share import CaughtShare
from .facts import Facts

__all__ = ["RealBugs"]


class RealBugs(CaughtShare):
    """The suite fails when the code is broken.

    Measured as breaking changes of every family caught, of those run. A change that no test executes is not counted as
    caught; where more than a quarter of the changes is such, the criterion is no better than WARN.
    """

    number = 8
    name = "would catch real bugs"
    families = ()
    unit = "breaking changes"

    def absent(self, facts: Facts) -> str:
        """Every code can break."""
        return ""

    def advice(self, worst: str) -> str:
        """Begin with the one that most tests let pass."""
        return f"Begin with {worst}: write a test that fails with that change and passes without it."
