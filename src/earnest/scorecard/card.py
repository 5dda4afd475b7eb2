"""Adds the evidence of a run up to the scorecard."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence

from ..config import Settings
from ..errors import UsageError
from ..model import Baseline, Change, Finding, Project, Scorecard, Trial
from .bugs import RealBugs
from .concurrency import ConcurrentOperation
from .contracts import Contracts
from .doubles import BoundaryDoubles
from .error_conditions import ErrorConditions
from .facts import Facts
from .infrastructure import RealInfrastructure
from .messages import HelpfulMessages
from .rule import Rule
from .volumes import RealVolumes

__all__ = ["CRITERIA", "find_criterion", "score"]

CRITERIA: tuple[Rule, ...] = (
    Contracts(),
    RealInfrastructure(),
    BoundaryDoubles(),
    ErrorConditions(),
    ConcurrentOperation(),
    HelpfulMessages(),
    RealVolumes(),
    RealBugs(),
)


def score(
    project: Project,
    baseline: Baseline,
    changes: Sequence[Change],
    trials: Mapping[str, Trial],
    settings: Settings,
    *,
    interrupted: bool = False,
    sampled: bool = False,
    narrowed: bool = False,
    findings: Sequence[Finding] | None = None,
    wrappers: Collection[str] = (),
) -> Scorecard:
    """All eight criteria, in order.

    `trials` goes by change id; a change without one was not asked. `interrupted`: the user stopped the run.
    `sampled`: a
    budget ended it, what was asked is a fair sample. `narrowed`: changes were left out on purpose (a diff, a family).
    `findings`: what the reviewer says; None when it was not asked. `wrappers`: own modules that it takes for boundaries.
    """
    facts = Facts(
        project=project,
        baseline=baseline,
        changes=tuple(changes),
        trials=trials,
        thresholds=settings.thresholds,
        interrupted=interrupted,
        sampled=sampled,
        narrowed=narrowed,
        wrappers=frozenset(wrappers),
        findings=None if findings is None else tuple(findings),
    )
    return Scorecard(tuple(rule.judge(facts) for rule in CRITERIA))


def find_criterion(name: str) -> Rule:
    """The criterion with this number or name. Raises UsageError that names the nearest ones."""
    known = {rule.name: rule for rule in CRITERIA} | {str(rule.number): rule for rule in CRITERIA}
    if name not in known:
        near = ", ".join(difflib.get_close_matches(name, known, n=3)) or "the numbers 1 to 8"
        raise UsageError(f"There is no criterion {name!r}.", cure=f"Did you mean: {near}?")
    return known[name]
