"""Hand-built evidence for the criteria."""

from __future__ import annotations

from pathlib import Path

import pytest

from earnest.config import Settings
from earnest.model import (
    Baseline,
    Change,
    Coverage,
    Double,
    Family,
    Kind,
    Location,
    Outcome,
    Project,
    Scope,
    SourceFile,
    Test,
    Trial,
    TrialPath,
    Verdict,
)
from earnest.scorecard import score


class Evidence:
    """A run in the making: add verdicts, sources and doubles, then ask for a criterion."""

    def __init__(self):
        self.changes, self.trials, self.sources, self.doubles, self.boundaries = [], {}, [], [], ()
        self.flags = {}

    def source(self, text, path="src/app.py"):
        """A first-party file."""
        self.sources.append(SourceFile(path, "app", text, "0"))
        return self

    def add(self, verdict, count=1, *, family=Family.LOGIC, covered_by=3, line=None, kind=Kind.BREAKING, **fields):
        """So many changes with this verdict; None: never asked."""
        for _ in range(count):
            number = len(self.changes) + 1
            self.changes.append(
                Change(
                    id=f"{number:012x}",
                    location=Location("src/app.py", line or number, 1, line or number, 2),
                    start=0,
                    end=1,
                    before="a",
                    after="b",
                    family=family,
                    operator=fields.get("operator", "op"),
                    kind=kind,
                    scope=fields.get("scope", Scope.FUNCTION),
                    qualname="f",
                    lines=(number, number),
                    description=f"thing {number} is dropped",
                )
            )
            if verdict is not None:
                trial = Trial(f"{number:012x}", verdict, TrialPath.HOT, covered_by=covered_by)
                self.trials[trial.change_id] = trial
        return self

    def double(
        self, target="app.service.send", *, origin="app.service", file="src/app/service.py", test=1, by="MagicMock"
    ):
        """One double that a test put in place."""
        self.doubles.append(Double(f"tests/test_app.py::test_{test}", target, origin, file, "mock.patch", by))
        return self

    def judge(self, number):
        """The line of the scorecard with this number."""
        tests = tuple(
            Test(f"tests/test_app.py::test_{n}", "tests/test_app.py", n * 10, Outcome.PASSED, 0.01) for n in range(1, 4)
        )
        project = Project(Path("/project"), "app", (), tuple(self.sources), (), self.boundaries)
        baseline = Baseline(tests, Coverage(), frozenset(), tuple(self.doubles), 0.1, 0.1)
        card = score(project, baseline, self.changes, self.trials, Settings(), **self.flags)
        assert [criterion.number for criterion in card.criteria] == list(range(1, 9))
        return card.criteria[number - 1]


@pytest.fixture
def evidence():
    """An empty run."""
    return Evidence()


@pytest.fixture
def verdicts():
    """Every verdict that gives no answer."""
    return (Verdict.NOT_RUN, Verdict.TIMED_OUT, Verdict.CRASHED, Verdict.UNVIABLE)
