"""`earnest explain`."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from earnest import errors
from earnest.changes import operators
from earnest.cli.explain import command
from earnest.scorecard import CRITERIA

SLUGS = sorted({getattr(errors, name).slug for name in errors.__all__} - {"error"})


def explain(*arguments):
    """The page, run in this process: there are many."""
    outcome = CliRunner().invoke(command, list(arguments), catch_exceptions=False, standalone_mode=False)
    return outcome.stdout


@pytest.mark.parametrize("operator", operators(), ids=lambda operator: operator.name)
def test_every_operator_has_a_page_with_incident_and_example(operator):
    """REAL BUG THIS CATCHES: the page of one operator ends in an IndexError, or shows no example."""
    page = explain(operator.name)
    assert page.startswith(f"{operator.name}  (operator of the family {operator.family.value})\n")
    assert operator.incident in page
    assert "\nbecomes\n" in page


@pytest.mark.parametrize("rule", CRITERIA, ids=lambda rule: str(rule.number))
def test_every_criterion_has_a_page_by_number_and_by_name(rule):
    """REAL BUG THIS CATCHES: `earnest explain 8` shows another criterion."""
    assert explain(str(rule.number)) == explain(rule.name)
    assert "Measured as" in explain(str(rule.number))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_error_has_a_page_with_its_exit_code(slug):
    """REAL BUG THIS CATCHES: an error points to a page that does not exist."""
    assert "It ends with exit code" in explain(slug)


def test_the_page_is_there_as_json_too(earnest):
    """REAL BUG THIS CATCHES: an editor that asks with --json gets prose around the JSON."""
    outcome = earnest("explain", "4", "--json", "-")
    assert json.loads(outcome.stdout)["title"] == "error conditions"
