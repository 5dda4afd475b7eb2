"""Turns the end of a child into a verdict. The only place where verdicts come from."""

from __future__ import annotations

import signal

from ..model import Trial, TrialPath, Verdict
from ..process import Ended
from .case import Case

__all__ = ["judge", "not_run", "unviable"]

_OF_ANSWER = {
    "passed": Verdict.MISSED,
    "failed": Verdict.CAUGHT,
    "broken-off": Verdict.CRASHED,
    "expired": Verdict.TIMED_OUT,
    "unviable": Verdict.UNVIABLE,
}


def judge(case: Case, ended: Ended) -> Trial:
    """The verdict on a case whose child has ended, however it ended."""
    verdict, caught_by, tests_run, detail = _outcome(ended)
    return Trial(
        change_id=case.change.id,
        verdict=verdict,
        path=case.path,
        caught_by=caught_by,
        covered_by=case.covered_by,
        tests_run=tests_run,
        seconds=ended.seconds,
        cpu_seconds=ended.cpu_seconds,
        detail=detail,
    )


def not_run(change_id: str, covered_by: int) -> Trial:
    """No test that may decide runs the changed statement."""
    detail = "only unstable, skipped or failing tests run it" if covered_by else ""
    return Trial(change_id, Verdict.NOT_RUN, TrialPath.HOT, covered_by=covered_by, detail=detail)


def unviable(case: Case, reason: str) -> Trial:
    """The change could not be put in place."""
    return Trial(case.change.id, Verdict.UNVIABLE, case.path, covered_by=case.covered_by, detail=reason)


def _outcome(ended: Ended) -> tuple[Verdict, tuple[str, ...], int, str]:
    if ended.timed_out:
        return Verdict.TIMED_OUT, (), 0, f"no end after {ended.seconds:.1f} s"
    if ended.error:
        return Verdict.UNVIABLE, (), 0, f"the runner failed: {ended.error.strip().splitlines()[-1]}"
    if ended.answer is None:
        return Verdict.CRASHED, (), 0, _how(ended)
    kind, text, tests_run = ended.answer
    verdict = _OF_ANSWER[kind]
    if verdict is Verdict.CAUGHT:
        return verdict, (text,), tests_run, ""
    if verdict is Verdict.CRASHED:
        return verdict, (), tests_run, f"the run was broken off in {text}"
    if verdict is Verdict.TIMED_OUT:
        return verdict, (), tests_run, f"a loop of the changed code does not end in {text}"
    return verdict, (), tests_run, text


def _how(ended: Ended) -> str:
    if ended.signal:
        return f"the test process was ended by {signal.Signals(ended.signal).name}"
    return f"the test process ended with exit status {ended.status} in the middle of a test"
