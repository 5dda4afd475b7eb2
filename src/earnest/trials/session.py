"""Runs the trials: hot ones first, then cold ones, as many at a time as there are jobs; every verdict is handed on at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from ..config import Settings
from ..model import Change, Project, Trial, TrialPath, Verdict
from ..process import Ended, now
from ..suite.baseline import Measured
from ..suite.zygote import Zygote
from .case import Case, Preparation
from .judge import judge, not_run, unviable
from .keys import Keys
from .selection import Selection

__all__ = ["Memory", "Plan", "TrialSession"]

_AHEAD = 2
"""Orders that wait in the zygote for a free place, so that it never waits for us."""
_BUSY = 0.7
"""Share of its wall time that a child spends on the CPU when it really spins; below it, the machine may have been to blame."""
_RETRY_FACTOR = 5.0
"""More time for the second try: a change that makes code wait longer is no hang."""


class Memory(Protocol):
    """Remembers verdicts by content key; the evidence store is one."""

    def recall(self, key: str) -> Trial | None:
        """The verdict on this very question, if it was ever asked."""

    def record(self, key: str, trial: Trial) -> None:
        """Keeps a verdict."""


class Plan:
    """What has to be asked, and what is known already."""

    def __init__(self, asked: tuple[tuple[Change, tuple[int, ...]], ...], known: dict[str, Trial]) -> None:
        self.asked = asked
        self.known = known


class TrialSession:
    """All trials of one run."""

    def __init__(
        self, zygote: Zygote, project: Project, measured: Measured, settings: Settings, memory: Memory, *, confirm: bool
    ) -> None:
        """`confirm` sends every missed change down the cold path, too."""
        self._zygote = zygote
        self._measured = measured
        self._memory = memory
        self._confirm = confirm
        self._jobs = settings.jobs
        self._selection = Selection(measured.baseline)
        self._preparation = Preparation(project, measured, self._selection, settings)
        self._keys = Keys(project, measured.baseline, settings)
        self._question: dict[str, str] = {}
        self._trials: dict[str, Trial] = {}
        self._running: dict[int, Case] = {}
        self._retries: deque[Case] = deque()
        self._cold: deque[Case] = deque()
        self._cold_name: str | None = None
        self._listener: Callable[[Change, Trial], None] = lambda _change, _trial: None

    def plan(self, changes: Iterable[Change], *, fresh: bool) -> Plan:
        """Chooses tests and looks up what is remembered; `fresh` looks nothing up."""
        asked, known = [], {}
        for change in changes:
            tests = self._selection.chosen(change)
            if not tests:
                known[change.id] = not_run(change.id, len(self._selection.covering(change)))
                continue
            key = self._keys.of(change, tests, confirm=self._confirm)
            self._question[change.id] = key
            remembered = None if fresh else self._memory.recall(key)
            if remembered is None:
                asked.append((change, tests))
            else:
                known[change.id] = remembered
        return Plan(tuple(asked), known)

    def run(self, plan: Plan, listener: Callable[[Change, Trial], None], *, deadline: float | None) -> dict[str, Trial]:
        """Asks everything that is asked. No trial starts after `deadline` (of `process.now`). Raises EngineError."""
        self._listener = listener
        self._trials = {}
        self._run_all(self._hot_cases(plan, deadline), "hot", self._jobs)
        self._run_all(self._retried(deadline), "hot", 1)
        if self._cold:
            self._run_cold(deadline)
        return self._trials

    @property
    def trials(self) -> dict[str, Trial]:
        """The verdicts so far."""
        return self._trials

    def _hot_cases(self, plan: Plan, deadline: float | None) -> Iterator[Case]:
        for change, tests in plan.asked:
            if _is_over(deadline):
                return
            case = self._preparation.case(change, tests)
            if case.path is TrialPath.HOT:
                yield case
            else:
                self._cold.append(case)

    def _retried(self, deadline: float | None) -> Iterator[Case]:
        while self._retries and not _is_over(deadline):
            yield self._retries.popleft()

    def _cold_cases(self, deadline: float | None) -> Iterator[Case]:
        while self._cold and not _is_over(deadline):
            yield self._cold.popleft()

    def _run_cold(self, deadline: float | None) -> None:
        if self._cold_name is None:
            self._cold_name = self._cold_zygote()
        where = self._cold_name
        if not where:
            while self._cold:
                case = self._cold.popleft()
                self._settle(case, unviable(case, "the unchanged suite fails when it is collected a second time"))
            return
        while self._cold or self._retries:
            self._run_all(self._cold_cases(deadline), where, self._jobs)
            self._run_all(self._retried(deadline), where, 1)
            if _is_over(deadline):
                break

    def _cold_zygote(self) -> str:
        """The first of two zygotes in which the unchanged suite passes: with third-party modules loaded, or without.

        An empty name when it passes in neither. Any module may be the one that started threads: then none is loaded.
        """
        known = tuple(test.id for test in self._measured.baseline.tests)
        payload, limits = self._preparation.control(self._selection.all)
        collection = self._measured.collection
        for name, modules in (("cold", collection.modules), ("bare", ())):
            if name == "cold" and not collection.may_fork:
                continue
            self._zygote.start_cold(name, modules, known)
            ended = self._zygote.ask(name, payload, limits)
            if ended.answer is not None and ended.answer[0] == "passed":
                return name
        return ""

    def _run_all(self, cases: Iterator[Case], where: str, jobs: int) -> None:
        ahead = _AHEAD if jobs > 1 else 0
        exhausted = False
        while not exhausted or self._running:
            while not exhausted and len(self._running) < jobs + ahead:
                case = next(cases, None)
                exhausted = case is None
                if case is not None:
                    self._running[self._zygote.submit(where, case.payload, case.limits)] = case
            if self._running:
                for ended in self._zygote.wait():
                    self._hear(self._running.pop(ended.number), ended)

    def _hear(self, case: Case, ended: Ended) -> None:
        trial = judge(case, ended)
        if _may_be_the_machine(trial, case):
            self._retries.append(_with_more_time(case))
        elif case.rest and trial.verdict is Verdict.MISSED:
            self._cold.append(self._preparation.remainder(case))
        elif self._confirm and trial.verdict is Verdict.MISSED and trial.path is TrialPath.HOT:
            self._cold.append(self._preparation.case(case.change, case.tests, cold=True))
        else:
            self._settle(case, trial)

    def _settle(self, case: Case, trial: Trial) -> None:
        self._trials[case.change.id] = trial
        self._memory.record(self._question[case.change.id], trial)
        self._listener(case.change, trial)


def _is_over(deadline: float | None) -> bool:
    return deadline is not None and now() >= deadline


def _may_be_the_machine(trial: Trial, case: Case) -> bool:
    """A time-out of a child that did not get the CPU, or slept, counts only when it happens again alone."""
    return (
        trial.verdict is Verdict.TIMED_OUT
        and "retried" not in case.payload
        and trial.cpu_seconds < _BUSY * trial.seconds
        and not trial.detail.startswith("a loop")
    )


def _with_more_time(case: Case) -> Case:
    limits = replace(case.limits, seconds=case.limits.seconds * _RETRY_FACTOR)
    budgets = tuple(seconds * _RETRY_FACTOR for seconds in case.payload["seconds"])
    payload = {**case.payload, "retried": True, "seconds": budgets}
    if "collection" in payload:
        payload["collection"] *= _RETRY_FACTOR
    return replace(case, payload=payload, limits=limits)
