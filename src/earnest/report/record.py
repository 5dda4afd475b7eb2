"""One change with its verdict, as reports show it and as the JSON document keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..changes import find_operator, unified_diff
from ..errors import UsageError
from ..model import Change, Run, Trial

__all__ = ["ASKED_NEVER", "Record", "record_of"]

ASKED_NEVER = "not-asked"
"""Stands where a verdict would, for a change that the run did not get to."""
_RUNNERS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Record:
    """Field by field what docs/reference/json.md says about an entry of `changes`."""

    id: str
    file: str
    line: int
    qualname: str
    family: str
    operator: str
    kind: str
    description: str
    incident: str
    verdict: str
    path: str
    caught_by: tuple[str, ...]
    covered_by: int
    run_by: tuple[str, ...]
    """Some of the tests that ran the changed line, or that import it where the import runs it; the fastest first."""
    tests_run: int
    seconds: float
    detail: str
    remembered: bool
    diff: str

    @property
    def place(self) -> str:
        """`path:line`."""
        return f"{self.file}:{self.line}"

    @classmethod
    def of_entry(cls, entry: Mapping[str, object]) -> Record:
        """The record that an entry of the JSON document describes. Raises KeyError, TypeError or ValueError on a
        foreign one.
        """
        values = {name: entry[name] for name in cls.__dataclass_fields__}
        for name in ("caught_by", "run_by"):
            values[name] = tuple(map(str, _listed(values[name])))
        return cls(**values)  # type: ignore[arg-type] # written by this version: the schema number is checked before


def record_of(run: Run, change: Change) -> Record:
    """What the run learned about one of its changes."""
    trial = run.trials.get(change.id)
    return Record(
        id=change.id,
        file=change.location.file,
        line=change.location.line,
        qualname=change.qualname,
        family=change.family.value,
        operator=change.operator,
        kind=change.kind.value,
        description=change.description,
        incident=_incident(change),
        verdict=trial.verdict.value if trial else ASKED_NEVER,
        path=trial.path.value if trial else "",
        caught_by=trial.caught_by if trial else (),
        covered_by=trial.covered_by if trial else 0,
        run_by=_run_by(run, change, trial),
        tests_run=trial.tests_run if trial else 0,
        seconds=trial.seconds if trial else 0.0,
        detail=trial.detail if trial else "",
        remembered=trial.remembered if trial else False,
        diff=unified_diff(change, run.project.source(change.location.file).text),
    )


def _incident(change: Change) -> str:
    try:
        return find_operator(change.operator).incident
    except UsageError:  # an answer remembered from a version that had an operator more
        return ""


def _run_by(run: Run, change: Change, trial: Trial | None) -> tuple[str, ...]:
    """Empty where the trial says that no test reaches the change, whatever the lines around it saw."""
    if trial is None or not trial.covered_by:
        return ()
    first, last = change.lines
    coverage, file = run.baseline.coverage, change.location.file
    tests = coverage.tests_of(file, range(first, last + 1)) or coverage.importers.get(file, frozenset())
    known = [run.baseline.tests[number] for number in tests]
    return tuple(test.id for test in sorted(known, key=lambda test: (test.seconds, test.id))[:_RUNNERS_SHOWN])


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(f"expected a list, found {value!r}")
    return value
