"""The criteria that are no share of changes: contracts, infrastructure, doubles; and the interval."""

from __future__ import annotations

import pytest

from earnest.errors import UsageError
from earnest.model import CriterionState, Finding, FindingState, Location, Severity
from earnest.scorecard import CRITERIA, find_criterion
from earnest.scorecard.interval import wilson


def test_contracts_are_unknown_with_the_reason(evidence):
    """REAL BUG THIS CATCHES: what is not measured is shown as PASS."""
    criterion = evidence.judge(1)
    assert criterion.state is CriterionState.UNKNOWN
    assert "reviewer" in criterion.reason


def test_a_module_that_only_wraps_a_client_is_a_boundary(evidence):
    """REAL BUG THIS CATCHES: a suite that replaces its own thin mail gateway, as it should, fails for it."""
    evidence.double("app.mail.send", origin="app.mail", file="src/app/mail.py")
    evidence.flags["wrappers"] = {"app.mail"}
    assert evidence.judge(3).state is CriterionState.PASS
    evidence.flags["wrappers"] = {"app.mailbox"}
    assert evidence.judge(3).state is CriterionState.FAIL


def coupled(test, code="ET204", state=FindingState.STATIC, severity=Severity.WARNING):
    """A finding about this test."""
    place = Location("tests/test_app.py", test * 10, 1, test * 10, 5)
    return Finding(code, "a-rule", place, f"tests/test_app.py::test_{test}", "too close", state, severity)


def test_contracts_fall_short_by_what_the_reviewer_finds(evidence):
    """REAL BUG THIS CATCHES: a suite that asserts call counts and private attributes passes for one of contracts."""
    evidence.flags["findings"] = (coupled(1), coupled(2, "ET302"), coupled(2))
    criterion = evidence.judge(1)
    assert (criterion.state, criterion.numerator, criterion.denominator) == (CriterionState.FAIL, 1, 3)
    assert [piece.text for piece in criterion.evidence][:1] == ["ET204: too close"]
    assert "earnest review --select ET201,ET204" in criterion.advice


@pytest.mark.parametrize(
    "finding",
    [
        coupled(1, state=FindingState.WITHDRAWN),
        coupled(1, severity=Severity.INFO),
        coupled(1, "ET401"),
    ],
    ids=["withdrawn", "info", "of another kind"],
)
def test_what_does_not_count_against_contracts_leaves_them_unknown(evidence, finding):
    """REAL BUG THIS CATCHES: a finding that the run refuted costs the suite its criterion; or the half that this version
    measures is taken for the whole, and UNKNOWN becomes PASS.
    """
    evidence.flags["findings"] = (finding,)
    criterion = evidence.judge(1)
    assert criterion.state is CriterionState.UNKNOWN
    assert "3 of 3 tests show no coupling" in criterion.reason


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("import sqlalchemy.orm\n", "imports sqlalchemy (database)"),
        ("def f():\n    from redis.asyncio import Redis\n", "imports redis (cache)"),
        ("from django.db import models\n", "imports django.db (database)"),
        ("from django.db.models import Model\n", "imports django.db (database)"),
        ("from django.core.mail import send_mail\n", "imports django.core.mail (mail)"),
        ("from django.core.mail.backends import smtp\n", "imports django.core.mail (mail)"),
        ("import smtplib as mail\n", "imports smtplib (mail)"),
        ("def f(p):\n    with open(p) as h:\n        return h\n", "calls open() (disk)"),
        ("def f(p):\n    return p.read_text()\n", "calls .read_text() (disk)"),
    ],
)
def test_a_client_of_real_infrastructure_makes_the_second_criterion_unknown(evidence, source, what):
    """REAL BUG THIS CATCHES: a project with a database gets N/A because the import is inside a function or aliased."""
    criterion = evidence.source(source).judge(2)
    assert criterion.state is CriterionState.UNKNOWN
    assert [piece.text for piece in criterion.evidence] == [what]
    kind = what.rpartition("(")[2].rstrip(")")
    assert criterion.reason.startswith(f"the code talks to: {kind};")


@pytest.mark.parametrize(
    "source",
    [
        '"""We do not use sqlalchemy, redis or open()."""\n',
        "from .redis import thing\n",
        "import httpx\nimport urllib.request\n",
        "from django.utils import timezone\n",
        "door.open()\n",
    ],
)
def test_code_without_infrastructure_is_not_applicable(evidence, source):
    """REAL BUG THIS CATCHES: a module of the project's own that is called redis, or a docstring, counts as a client."""
    criterion = evidence.source(source).judge(2)
    assert criterion.state is CriterionState.NOT_APPLICABLE


def test_each_client_is_shown_once_for_each_file_at_its_first_line(evidence):
    """REAL BUG THIS CATCHES: forty open() calls bury the one database import."""
    evidence.source("open('a')\nopen('b')\n", "b.py").source("\nimport redis\nopen('c')\n", "a.py")
    assert [piece.place for piece in evidence.judge(2).evidence] == ["a.py:2", "a.py:3", "b.py:1"]


def test_the_kinds_of_infrastructure_are_named_once_and_in_order(evidence):
    """REAL BUG THIS CATCHES: `the code talks to: disk, disk, database, disk`."""
    evidence.source("import shutil\nimport redis\nopen('a')\nimport asyncpg\n")
    assert evidence.judge(2).reason.startswith("the code talks to: cache, database, disk;")


def test_a_warning_in_the_users_source_is_not_ours_to_show(evidence):
    """REAL BUG THIS CATCHES: an invalid escape in the project prints a SyntaxWarning in the middle of our report."""
    assert evidence.source("import redis\nx = '\\d'\n").judge(2).evidence


def test_without_doubles_the_third_criterion_is_not_applicable(evidence):
    """REAL BUG THIS CATCHES: 0 of 0 doubles is shown as PASS."""
    criterion = evidence.judge(3)
    assert criterion.state is CriterionState.NOT_APPLICABLE
    assert "3 tests" in criterion.reason


@pytest.mark.parametrize(
    ("outside", "inside", "state"),
    [
        (10, 0, CriterionState.PASS),
        (9, 1, CriterionState.PASS),
        (3, 1, CriterionState.WARN),
        (7, 3, CriterionState.FAIL),
    ],
)
def test_doubles_of_first_party_code_count_against(evidence, outside, inside, state):
    """REAL BUG THIS CATCHES: doubles of httpx count against, or those of the project's own services do not."""
    for _ in range(outside):
        evidence.double("app.client.httpx", origin="httpx", file="")
    for _ in range(inside):
        evidence.double()
    criterion = evidence.judge(3)
    assert (criterion.state, criterion.numerator, criterion.denominator) == (state, outside, outside + inside)
    assert criterion.reason == f"{inside or 'none'} in place of the project's own code"
    assert criterion.unit == "doubles seen"
    assert bool(criterion.advice) == bool(inside)


@pytest.mark.parametrize(
    ("boundary", "fine"),
    [
        ("app.service", True),
        ("app.service.send", True),
        ("app", True),
        ("app.serv", False),
        ("app.service.sender", False),
    ],
)
def test_a_declared_boundary_covers_itself_and_what_lies_below(evidence, boundary, fine):
    """REAL BUG THIS CATCHES: prefix matching by string, so that `app.serv` covers `app.service`."""
    evidence.boundaries = (boundary,)
    assert evidence.double().judge(3).numerator == fine


def test_a_double_reached_through_a_re_export_is_judged_by_where_it_is_defined(evidence):
    """REAL BUG THIS CATCHES: `patch("app.views.client")` of a declared boundary `app.gateway` counts against."""
    evidence.boundaries = ("app.gateway",)
    evidence.double("app.views.client", origin="app.gateway", file="src/app/gateway.py")
    assert evidence.judge(3).state is CriterionState.PASS


def test_setting_a_constant_is_no_double(evidence):
    """REAL BUG THIS CATCHES: `monkeypatch.setattr(settings, "TIMEOUT", 1)` fails the criterion."""
    evidence.double("app.settings.TIMEOUT", by="int").double("app.settings.NAME", by="str")
    assert evidence.judge(3).state is CriterionState.NOT_APPLICABLE


def test_the_target_replaced_most_often_comes_first_with_the_place_of_a_test(evidence):
    """REAL BUG THIS CATCHES: seven pieces of evidence for one target push the others out of sight."""
    evidence.double("app.a.f").double("app.b.g", test=2).double("app.b.g", test=3)
    first, second = evidence.judge(3).evidence
    assert first.place == "tests/test_app.py:20"
    assert first.text == ("app.b.g, yours (src/app/service.py), is replaced by a MagicMock here and in 1 other test")
    assert second.place == "tests/test_app.py:10"
    assert "app.b.g" in evidence.judge(3).advice


@pytest.mark.parametrize(
    ("hits", "tries", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662), (0, 0, 0.0, 1.0)],
)
def test_the_wilson_interval_is_that_of_the_literature(hits, tries, low, high):
    """81 of 263 is the worked example of Newcombe, Statistics in Medicine 17 (1998), table I.

    REAL BUG THIS CATCHES: a factor of two in the formula, which still looks plausible.
    """
    assert wilson(hits, tries) == pytest.approx((low, high), abs=1e-4)


def test_a_criterion_is_found_by_number_and_by_name_and_a_typo_names_the_nearest():
    """REAL BUG THIS CATCHES: `earnest explain "error condition"` answers with a KeyError."""
    assert find_criterion("4") is find_criterion("error conditions") is CRITERIA[3]
    with pytest.raises(UsageError, match=r"'error condition'.*error conditions"):
        find_criterion("error condition")


def test_every_criterion_has_a_manual():
    """REAL BUG THIS CATCHES: `earnest explain 7` prints nothing."""
    assert all(type(rule).__doc__ and "Measured" in type(rule).__doc__ for rule in CRITERIA)
