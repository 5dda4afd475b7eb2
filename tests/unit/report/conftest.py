"""A small run, built by hand from a real source text, so that diffs are real."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from earnest.config import Settings
from earnest.model import (
    Baseline,
    Change,
    Coverage,
    Family,
    Kind,
    Location,
    Outcome,
    Project,
    Run,
    Scope,
    Seconds,
    SourceFile,
    Test,
    Trial,
    TrialPath,
    Verdict,
)
from earnest.scorecard import score

SOURCE = '''\
"""Accounts."""


class Account:
    """Money of one customer."""

    def __init__(self, balance):
        self.balance = balance

    def withdraw(self, amount):
        """Takes money out."""
        if amount > self.balance:
            raise ValueError(f"cannot withdraw {amount}")
        self.balance -= amount
        self.notify()

    def notify(self):
        print("changed")
'''
FILE = "src/bank/account.py"
TESTS = "tests/test_account.py"


def make_change(before, after, operator, family, description, *, qualname="Account.withdraw", nth=0):
    """The change of the nth occurrence of `before`."""
    start = -1
    for _ in range(nth + 1):
        start = SOURCE.index(before, start + 1)
    line = SOURCE.count("\n", 0, start) + 1
    column = start - SOURCE.rfind("\n", 0, start)
    return Change(
        id=f"{start:04x}{len(before):04x}{len(after):04x}",
        location=Location(FILE, line, column, line, column + len(before)),
        start=start,
        end=start + len(before),
        before=before,
        after=after,
        family=family,
        operator=operator,
        kind=Kind.BREAKING,
        scope=Scope.FUNCTION,
        qualname=qualname,
        lines=(line, line),
        description=description,
    )


# The operators are made up: the golden files must not move with the wording of real ones.
CHANGES = (
    make_change("amount > self", "amount >= self", "example-move-boundary", Family.LOGIC, "`>` becomes `>=`"),
    make_change(
        'raise ValueError(f"cannot withdraw {amount}")',
        "pass",
        "example-drop-raise",
        Family.ERRORS,
        "the raise of ValueError is dropped",
    ),
    make_change(
        "{amount}", "", "example-drop-value-from-message", Family.MESSAGES, "`amount` is left out of the message"
    ),
    make_change("self.notify()", "pass", "example-drop-call", Family.EFFECTS, "the call of self.notify is dropped"),
    make_change(
        'print("changed")',
        "pass",
        "example-drop-output",
        Family.EFFECTS,
        "the print is dropped",
        qualname="Account.notify",
    ),
)
VERDICTS = (Verdict.CAUGHT, Verdict.CAUGHT, Verdict.MISSED, Verdict.MISSED, Verdict.NOT_RUN)


def make_trial(change, verdict, **others):
    """Three tests run each changed line, unless nothing reaches it."""
    covered = 0 if verdict is Verdict.NOT_RUN else 3
    caught_by = ("tests/test_account.py::test_overdraft",) if verdict is Verdict.CAUGHT else ()
    return Trial(change.id, verdict, TrialPath.HOT, caught_by, covered, covered, 0.01, 0.01, **others)


@pytest.fixture
def trials():
    """Change id -> trial, to be changed at will before the run is made."""
    return {change.id: make_trial(change, verdict) for change, verdict in zip(CHANGES, VERDICTS, strict=True)}


@pytest.fixture
def make_run(trials):
    """A function that makes the run, with fields replaced."""

    def make(**fields):
        tests = tuple(
            Test(
                f"tests/test_account.py::test_{name}", "tests/test_account.py", 4 + 9 * number, Outcome.PASSED, seconds
            )
            for number, (name, seconds) in enumerate([("slow", 0.5), ("overdraft", 0.01), ("withdraw", 0.02)])
        )
        lines = {line: frozenset({0, 1, 2}) for line in (12, 13, 14, 15)}
        project = Project(
            Path("/projects/bank"),
            "bank",
            (Path("/projects/bank/src"),),
            (SourceFile(FILE, "bank.account", fields.pop("source", SOURCE), "0" * 64),),
            ("tests",),
        )
        baseline = fields.pop("baseline", Baseline(tests, Coverage({FILE: lines}), frozenset(), (), 0.25, 0.53))
        changes = fields.pop("changes", CHANGES)
        flags = {name: fields.get(name, False) for name in ("interrupted", "sampled")}
        run = Run(
            project=project,
            baseline=baseline,
            changes=changes,
            trials=trials,
            scorecard=score(project, baseline, changes, trials, Settings(), **flags),
            seconds=Seconds(0.25, 0.53, 0.08, 0.9),
            sandbox="landlock",
        )
        return dataclasses.replace(run, **fields)

    return make
