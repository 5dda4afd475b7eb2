"""What a run adds to the review: rules that need one, and static findings that it confirms or withdraws."""

import json
import re
import shutil
from pathlib import Path

import pytest

RUN_RULES = {"ET102", "ET105", "ET208", "ET403", "ET407", "ET410", "ET601", "ET604"}


@pytest.fixture(scope="module")
def checked(tmp_path_factory, earnest_in):
    """The tree, and the document of one real `earnest check` on it."""
    copy = tmp_path_factory.mktemp("evidence") / "shop"
    shutil.copytree(Path(__file__).parents[1] / "trees" / "review_evidence", copy)
    target = copy.parent / "check.json"
    outcome = earnest_in(copy, "check", "--json", target, "--operator", "drop-raise", "--operator", "negate-comparison")
    assert target.exists(), outcome.stderr
    return copy, json.loads(target.read_text()), outcome


def expected(root):
    """(file, line, code) -> state of each expectation in the tree. Where none is written, only a run could find it."""
    return {
        (path.relative_to(root).as_posix(), number, match[1]): match[2] or "confirmed"
        for path in root.rglob("*.py")
        for number, line in enumerate(path.read_text().split("\n"), 1)
        for match in [re.search(r"# expect: (\S+)(?: (confirmed|withdrawn))?$", line)]
        if match
    }


@pytest.mark.slow
def test_each_rule_that_needs_a_run_finds_its_example_and_nothing_else(checked):
    """REAL BUG THIS CATCHES: the evidence of a run does not reach the rules, or a good test that looks alike is accused."""
    root, document, _ = checked
    found = {(one["file"], one["line"], one["code"]) for one in document["findings"] if one["code"] in RUN_RULES}
    assert found == {place for place in expected(root) if place[2] in RUN_RULES}
    assert {one["state"] for one in document["findings"] if one["code"] in RUN_RULES} == {"confirmed"}


@pytest.mark.slow
def test_what_the_text_says_is_confirmed_or_withdrawn_by_the_run(checked):
    """REAL BUG THIS CATCHES: a clock that a fixture moves, or a name that a library has taken over, is reported for ever,
    and what the run has seen with its own eyes is no surer than a guess."""
    root, document, outcome = checked
    wanted = {place: state for place, state in expected(root).items() if place[2] not in RUN_RULES}
    found = {(one["file"], one["line"], one["code"]): one["state"] for one in document["findings"]}
    assert {place: found.get(place) for place in wanted} == wanted
    withdrawn = [f"{file}:{line}" for (file, line, _code), state in wanted.items() if state == "withdrawn"]
    assert withdrawn
    assert not [place for place in withdrawn if f"{place}: " in outcome.stdout]


@pytest.mark.slow
def test_an_order_dependent_test_is_shown_with_the_test_that_decides(checked):
    """REAL BUG THIS CATCHES: the finding tells that a test depends on the order, and leaves the search to people."""
    _, document, _ = checked
    (dependency,) = document["baseline"]["dependencies"]
    assert dependency == {
        "test": "tests/test_orders.py::test_first_name_is_number_one",
        "other": "tests/test_orders.py::test_second_name_is_remembered",
        "fails_behind": True,
    }
    (finding,) = [one for one in document["findings"] if one["code"] == "ET403"]
    assert "fails when tests/test_orders.py::test_second_name_is_remembered runs before it" in finding["message"]


@pytest.mark.slow
def test_the_terminal_shows_findings_with_their_place(checked):
    """REAL BUG THIS CATCHES: `earnest check` finds something in the tests and says it in the JSON document alone."""
    _, _, outcome = checked
    assert "Review (" in outcome.stdout
    assert re.search(r"tests/test_orders\.py:\d+: ET102 .*confirmed by the run", outcome.stdout)


@pytest.mark.slow
def test_doubles_of_a_module_that_only_wraps_a_client_are_at_the_boundary(checked):
    """REAL BUG THIS CATCHES: the third criterion knows declared boundaries alone, and fails who replaces a mail gateway."""
    _, document, _ = checked
    criterion = document["criteria"][2]
    own = criterion["denominator"] - criterion["numerator"]
    assert own == 4, "the doubles of functions of shop.orders in test_weighed.py, and none of shop.mail"
    assert criterion["denominator"] >= 3
