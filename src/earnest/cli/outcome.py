"""Maps what a run found to the exit code of the process."""

from __future__ import annotations

from ..model import CriterionState, ExitCode, Run

__all__ = ["exit_code"]

_SHORT = (CriterionState.FAIL, CriterionState.WARN)


def exit_code(run: Run, *, narrowed: bool = False, strict: bool = False) -> ExitCode:
    """FALLS_SHORT for a FAIL or a WARN, and for a run that measured nothing at all.

    A criterion that this version cannot measure does not fail by itself, unless `strict`. `narrowed`: the user asked
    for
    some changes only, so that none of them being there is no failure either.
    """
    if run.interrupted:
        return ExitCode.INTERRUPTED
    states = [criterion.state for criterion in run.scorecard.criteria]
    if any(state in _SHORT for state in states):
        return ExitCode.FALLS_SHORT
    nothing_to_ask = narrowed and not run.changes
    unmeasured = run.scorecard.criteria[-1].state is CriterionState.UNKNOWN and not nothing_to_ask
    unknown = strict and CriterionState.UNKNOWN in states
    return ExitCode.FALLS_SHORT if unmeasured or unknown else ExitCode.HOLDS
