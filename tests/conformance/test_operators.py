"""Every registered operator does what its manual and its examples say."""

import ast
import hashlib
import re

import pytest

from earnest.changes import generate, operators
from earnest.model import SourceFile


def source_of(text):
    """A source file that holds this text."""
    return SourceFile("pkg/mod.py", "pkg.mod", text, hashlib.sha256(text.encode()).hexdigest())


def each(examples):
    """One test parameter for each example of each operator, named after the operator."""
    return [
        pytest.param(operator, example, id=f"{operator.name}-{number}")
        for operator in operators()
        for number, example in enumerate(getattr(operator, examples))
    ]


def each_operator():
    """One test parameter for each operator."""
    return [pytest.param(operator, id=operator.name) for operator in operators()]


@pytest.mark.parametrize(("operator", "accept"), each("accepts"))
def test_an_operator_makes_exactly_the_changes_that_its_example_promises(operator, accept):
    """The manual is the contract.

    REAL BUG THIS CATCHES: an operator whose text splice is off by a character, or which makes one change too many.
    """
    changes = generate(source_of(accept.before), operators=[operator], per_line=None)
    assert tuple(change.apply(accept.before) for change in changes) == accept.after


@pytest.mark.parametrize(("operator", "reject"), each("rejects"))
def test_an_operator_stays_silent_where_its_manual_says_so(operator, reject):
    """Noise is a defect.

    REAL BUG THIS CATCHES: an operator that makes changes no test could ever notice, so the score lies.
    """
    changes = generate(source_of(reject.source), operators=[operator], per_line=None)
    assert [change.apply(reject.source) for change in changes] == [], reject.why


@pytest.mark.parametrize("operator", each_operator())
def test_an_operator_has_a_manual_with_examples_and_an_incident(operator):
    """`earnest explain` prints it.

    REAL BUG THIS CATCHES: an operator that was added without saying what it stands for and when it is silent.
    """
    manual = type(operator).__doc__ or ""
    assert len(manual.splitlines()) >= 5
    for word in ("Before", "After", "ust not fire"):
        assert word in manual, word
    assert operator.incident.endswith(".")
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", operator.name)
    assert operator.accepts
    assert operator.rejects
    assert all(issubclass(kind, ast.AST) for kind in operator.nodes)


@pytest.mark.parametrize(("operator", "accept"), each("accepts"))
def test_a_change_carries_what_reports_and_trials_need(operator, accept):
    """Every field of the value, on every example.

    REAL BUG THIS CATCHES: a change whose location or lines point elsewhere, so that the wrong tests are chosen.
    """
    for change in generate(source_of(accept.before), operators=[operator], per_line=None):
        assert accept.before[change.start : change.end] == change.before
        assert re.fullmatch("[0-9a-f]{12}", change.id)
        assert change.lines[0] <= change.lines[1] <= accept.before.count("\n") + 1
        assert change.description
        assert not change.description.endswith(".")
        ast.parse(change.apply(accept.before))
