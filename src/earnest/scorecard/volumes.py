"""Criterion 7: real data volumes."""

from __future__ import annotations

from ..model import Criterion, Family, Verdict
from .caught_share import CaughtShare
from .facts import Facts
from .sources import has_volumes

__all__ = ["RealVolumes"]


class RealVolumes(CaughtShare):
    """The suite notices when limits, pages and batches go wrong at the amounts of data that production has.

    Measured as limit, paging, batch and end-of-data changes caught, of those run.

    N/A where no name in the code speaks of limits, pages, batches or chunks. This version does not make such changes
    yet, so
    the criterion is UNKNOWN otherwise; how many changes of comparison boundaries were caught is told for information.
    """

    number = 7
    name = "real data volumes"
    families = (Family.VOLUME,)
    unit = "volume changes"

    def absent(self, facts: Facts) -> str:
        """Nothing comes in pages."""
        return "" if has_volumes(facts.project) else "the code has no limits, pages, batches or chunks"

    def advice(self, worst: str) -> str:
        """More than one page."""
        return f"Test {worst} with more data than fits into one page or batch, and with exactly as much as fits."

    def judge(self, facts: Facts) -> Criterion:
        """The share; while no such change can be made, N/A or UNKNOWN."""
        if facts.tally(Family.VOLUME).total:
            return super().judge(facts)
        reason = self.absent(facts)
        if reason:
            return self.not_applicable(reason)
        return self.unknown(f"this version makes no volume changes yet{_boundaries(facts)}")


def _boundaries(facts: Facts) -> str:
    verdicts = [
        facts.trials[change.id].verdict
        for change in facts.changes
        if "boundary" in change.operator and change.id in facts.trials
    ]
    caught = verdicts.count(Verdict.CAUGHT)
    run = caught + verdicts.count(Verdict.MISSED)
    return f"; of the comparison boundaries that were moved, {caught} of {run} were caught" if run else ""
