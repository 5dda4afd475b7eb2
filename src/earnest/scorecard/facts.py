"""What a criterion may look at, and the verdicts of some families counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..config import Threshold
from ..model import Baseline, Change, Family, Finding, Kind, Location, Project, Scope, Trial, Verdict

__all__ = ["Facts", "Tally", "telling_order"]


@dataclass(frozen=True, slots=True)
class Tally:
    """Changes by what became of them. A change counts as run when it was caught or missed."""

    by_verdict: Mapping[Verdict, tuple[Change, ...]]
    unasked: int
    """Changes that were made and never put on trial."""

    def count(self, verdict: Verdict) -> int:
        """How many ended so."""
        return len(self.by_verdict[verdict])

    @property
    def caught(self) -> int:
        """The numerator."""
        return self.count(Verdict.CAUGHT)

    @property
    def run(self) -> int:
        """The denominator: changes that were executed and got an answer."""
        return self.count(Verdict.CAUGHT) + self.count(Verdict.MISSED)

    @property
    def not_reached(self) -> int:
        """Changes that no test executes."""
        return self.count(Verdict.NOT_RUN)

    @property
    def total(self) -> int:
        """All of them, asked or not."""
        return sum(map(len, self.by_verdict.values())) + self.unasked


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that one run knows before it is judged."""

    project: Project
    baseline: Baseline
    changes: tuple[Change, ...]
    trials: Mapping[str, Trial]
    thresholds: Mapping[int, Threshold]
    """By criterion number."""
    interrupted: bool = False
    sampled: bool = False
    narrowed: bool = False
    wrappers: frozenset[str] = frozenset()
    """Own modules whose only job is to wrap a client of something beyond the project, as the reviewer infers them."""
    findings: tuple[Finding, ...] | None = None
    """What the reviewer says with this run's evidence at hand; None when it was not asked."""

    def tally(self, *families: Family) -> Tally:
        """The breaking changes of these families; of all families when none is named."""
        table: dict[Verdict, list[Change]] = {verdict: [] for verdict in Verdict}
        unasked = 0
        for change in self.changes:
            if change.kind is not Kind.BREAKING or (families and change.family not in families):
                continue
            trial = self.trials.get(change.id)
            if trial is None:
                unasked += 1
            else:
                table[trial.verdict].append(change)
        return Tally({verdict: self._worst_first(found) for verdict, found in table.items()}, unasked)

    def covered_by(self, change: Change) -> int:
        """How many tests ran the changed line."""
        trial = self.trials.get(change.id)
        return trial.covered_by if trial else 0

    def _worst_first(self, changes: list[Change]) -> tuple[Change, ...]:
        return tuple(sorted(changes, key=lambda change: telling_order(change, self.covered_by(change))))


def telling_order(change: Change, covered_by: int) -> tuple[bool, int, Location, str]:
    """A sort key: the more tests ran a missed change, the more it tells.

    Code that runs at import comes last: every test of the module counts as having run it, and few of them mean it.
    """
    return change.scope is Scope.IMPORT, -covered_by, change.location, change.id
