"""Everything that one `earnest check` learned: what a report is a function of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .baseline import Baseline
from .change import Change
from .criterion import Scorecard
from .finding import Finding
from .project import Project
from .trial import Trial

__all__ = ["Run", "Seconds"]


@dataclass(frozen=True, slots=True)
class Seconds:
    """Wall time of each part, in seconds."""

    collect: float = 0.0
    baseline: float = 0.0
    trials: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """The evidence of one run, complete or interrupted."""

    project: Project
    baseline: Baseline
    changes: tuple[Change, ...]
    """Every change that was made, in file order."""
    trials: Mapping[str, Trial]
    """Change id -> trial. A change without an entry was not asked (budget, interruption)."""
    scorecard: Scorecard
    findings: tuple[Finding, ...] = ()
    seconds: Seconds = field(default_factory=Seconds)
    sandbox: str = "none"
    """`landlock`, `namespaces` or `none`."""
    interrupted: bool = False
    sampled: bool = False
    """A budget cut the run short: the trials are a fair sample of the changes."""
    notes: tuple[str, ...] = ()
