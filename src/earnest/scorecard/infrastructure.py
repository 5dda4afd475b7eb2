"""Criterion 2: real infrastructure."""

from __future__ import annotations

from ..model import Criterion, Evidence
from .facts import Facts
from .rule import Rule
from .sources import Sight, clients

__all__ = ["RealInfrastructure"]


class RealInfrastructure(Rule):
    """Code that talks to a database, cache, queue, mail server, object storage or the disk is tested against the real
    thing.

    Measured as the share of the tests of such code that reached the engine which production runs. Web services of other
    people do not count here: a double at that boundary is good practice.

    N/A where no first-party code imports a client of such an engine or opens files. This version does not yet watch
    which
    engine a test reaches, so the criterion is UNKNOWN otherwise.
    """

    number = 2
    name = "real infrastructure"

    def judge(self, facts: Facts) -> Criterion:
        """N/A or UNKNOWN in this version."""
        found = clients(facts.project)
        if not found:
            return self.not_applicable("no first-party code talks to a database, cache, queue, mail server or the disk")
        kinds = ", ".join(sorted({sight.kind for sight in found}))
        reason = f"the code talks to: {kinds}; this version does not see yet whether the tests reach the real thing"
        return Criterion(
            self.number, self.name, self.unknown("").state, reason=reason, evidence=tuple(map(_evidence, found))
        )


def _evidence(sight: Sight) -> Evidence:
    return Evidence(f"{sight.path}:{sight.line}", f"{sight.what} ({sight.kind})")
