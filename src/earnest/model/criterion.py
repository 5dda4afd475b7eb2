"""The eight criteria and the scorecard that they make up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["Criterion", "CriterionState", "Evidence", "Scorecard"]


class CriterionState(Enum):
    """What can be said about a criterion. UNKNOWN is never PASS."""

    PASS = "PASS"
    WARN = "WARN"
    FAIL = "FAIL"
    UNKNOWN = "UNKNOWN"
    NOT_APPLICABLE = "N/A"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: a place and what was seen there."""

    place: str
    """`path:line`, or a node id."""
    text: str
    change_id: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the scorecard."""

    number: int
    name: str
    state: CriterionState
    numerator: int = 0
    denominator: int = 0
    unit: str = ""
    """What the denominator counts, e.g. `error-path changes`."""
    reason: str = ""
    """Why it is UNKNOWN or N/A, or what the value means."""
    advice: str = ""
    """What to do next."""
    evidence: tuple[Evidence, ...] = ()
    """The worst first."""

    @property
    def value(self) -> float | None:
        """The share from 0 to 1, or None where there is no denominator."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All eight, in order."""

    criteria: tuple[Criterion, ...]
