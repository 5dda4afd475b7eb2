"""The run as a JSON document, schema version 1; docs/reference/json.md describes it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict

from .. import __version__
from ..errors import UsageError
from ..model import Criterion, Run
from .record import Record, record_of

__all__ = ["SCHEMA", "read_records", "render"]

SCHEMA = 1

_Entry = Mapping[str, object]


def render(run: Run) -> str:
    """The document: ASCII, keys in a fixed order, a line end at the end. The same run gives the same text."""
    document = {
        "earnest": __version__,
        "schema": SCHEMA,
        "project": _project(run),
        "baseline": _baseline(run),
        "changes": [asdict(record_of(run, change)) for change in run.changes],
        "findings": _findings(run),
        "criteria": [_criterion(criterion) for criterion in run.scorecard.criteria],
        "tests": _tests(run),
        "seconds": asdict(run.seconds),
        "sandbox": run.sandbox,
        "interrupted": run.interrupted,
        "sampled": run.sampled,
        "notes": list(dict.fromkeys((*run.baseline.notes, *run.notes))),
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def read_records(text: str) -> tuple[Record, ...]:
    """The changes of a rendered document. Raises UsageError when another version of Earnest wrote it."""
    try:
        document = json.loads(text)
        if document["schema"] == SCHEMA:
            return tuple(map(Record.of_entry, document["changes"]))
    except (ValueError, KeyError, TypeError):
        pass
    raise UsageError("The last run was kept by another version of Earnest.", cure="Run `earnest check` again.")


def _project(run: Run) -> _Entry:
    project = run.project
    return {
        "name": project.name,
        "root": str(project.root),
        "sources": [source.path for source in project.sources],
        "tests": list(project.test_paths),
        "boundaries": list(project.boundaries),
    }


def _baseline(run: Run) -> _Entry:
    baseline = run.baseline
    return {
        "tests": len(baseline.tests),
        "passed": len(baseline.passed),
        "seconds": baseline.seconds,
        "unstable": sorted(baseline.unstable),
        "dependencies": [asdict(dependency) for dependency in baseline.dependencies],
        "connections": [asdict(connection) for connection in baseline.connections],
        "places": [asdict(place) for place in baseline.places],
        "parallel": baseline.parallel,
        "doubles": [{**asdict(double), "first_party": double.first_party} for double in baseline.doubles],
    }


def _findings(run: Run) -> list[_Entry]:
    return [
        {
            "code": finding.code,
            "name": finding.name,
            "file": finding.location.file,
            "line": finding.location.line,
            "test": finding.test,
            "message": finding.message,
            "cure": finding.cure,
            "severity": finding.severity.value,
            "state": finding.state.value,
        }
        for finding in run.findings
    ]


def _criterion(criterion: Criterion) -> _Entry:
    return {
        "number": criterion.number,
        "name": criterion.name,
        "state": criterion.state.value,
        "value": criterion.value,
        "numerator": criterion.numerator,
        "denominator": criterion.denominator,
        "unit": criterion.unit,
        "reason": criterion.reason,
        "advice": criterion.advice,
        "evidence": [
            {"place": piece.place, "text": piece.text, "change": piece.change_id} for piece in criterion.evidence
        ],
    }


def _tests(run: Run) -> list[_Entry]:
    catches = Counter(test for trial in run.trials.values() for test in trial.caught_by)
    return [
        {
            "id": test.id,
            "file": test.file,
            "line": test.line,
            "outcome": test.outcome.value,
            "claims": [],
            "catches": catches[test.id],
            "seconds": test.seconds,
        }
        for test in run.baseline.tests
    ]
