"""The JSON document."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from earnest import __version__
from earnest.errors import UsageError
from earnest.model import Coverage, Double, Finding, Location, Trial, TrialPath, Verdict
from earnest.report.json import read_records, render
from earnest.report.record import record_of

GOLDEN = Path(__file__).parent / "golden"
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "json.md"


def keys(value):
    """Every key of the document, wherever it stands."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from keys(part)


def test_the_whole_document_is_as_agreed(make_run):
    """REAL BUG THIS CATCHES: a key is lost, or a value stands under the wrong one, and no other test happens to look
    at it.
    """
    double = Double("a test", "bank.post.tell", "bank.post", "src/bank/post.py", "monkeypatch", "function")
    finding = Finding("ET202", "mock-first-party", Location("tests/test_a.py", 7, 1, 7, 9), "test_a", "patched")
    run = make_run(findings=(finding,), sampled=True, notes=("one", "two"))
    baseline = dataclasses.replace(run.baseline, doubles=(double,), notes=("one",), unstable=frozenset({"b", "a"}))
    project = dataclasses.replace(run.project, boundaries=("bank.gateway",))
    document = json.loads(render(dataclasses.replace(run, baseline=baseline, project=project)))
    assert document.pop("earnest") == __version__
    file = GOLDEN / "document.json"
    if os.environ.get("EARNEST_WRITE_GOLDEN"):
        file.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    assert document == json.loads(file.read_text(encoding="utf-8"))


def test_the_document_holds_what_the_schema_promises(make_run):
    """REAL BUG THIS CATCHES: a key is renamed in the code, and every script that reads schema 1 breaks."""
    document = json.loads(render(make_run()))
    assert (document["schema"], document["project"]["name"], document["sandbox"]) == (1, "bank", "landlock")
    assert document["baseline"] == {
        "tests": 3,
        "passed": 3,
        "seconds": 0.53,
        "unstable": [],
        "dependencies": [],
        "connections": [],
        "places": [],
        "parallel": False,
        "doubles": [],
    }
    assert document["seconds"] == {"collect": 0.25, "baseline": 0.53, "trials": 0.08, "total": 0.9}
    change = document["changes"][1]
    promised = {
        "file": "src/bank/account.py",
        "line": 13,
        "family": "errors",
        "operator": "example-drop-raise",
        "kind": "breaking",
        "verdict": "caught",
        "path": "hot",
        "caught_by": ["tests/test_account.py::test_overdraft"],
        "covered_by": 3,
        "seconds": 0.01,
    }
    assert change | promised == change
    assert document["criteria"][7]["state"] == "FAIL"
    assert (document["criteria"][7]["numerator"], document["criteria"][7]["denominator"]) == (2, 4)
    assert document["criteria"][7]["value"] == 0.5
    assert document["criteria"][0]["value"] is None
    assert document["criteria"][7]["evidence"][0]["place"] == "src/bank/account.py:13"


def test_the_document_says_how_often_each_test_caught_a_change(make_run):
    """REAL BUG THIS CATCHES: catches are counted per change family or for the first change only."""
    tests = {test["id"]: test["catches"] for test in json.loads(render(make_run()))["tests"]}
    assert tests == {
        "tests/test_account.py::test_slow": 0,
        "tests/test_account.py::test_overdraft": 2,
        "tests/test_account.py::test_withdraw": 0,
    }


def test_each_diff_can_be_applied_with_patch(make_run, tmp_path):
    """REAL BUG THIS CATCHES: the diff in the document has lost its last line end and `patch -p1` calls it malformed."""
    run = make_run()
    for entry, change in zip(json.loads(render(run))["changes"], run.changes, strict=True):
        file = tmp_path / change.location.file
        file.parent.mkdir(parents=True, exist_ok=True)
        source = run.project.sources[0].text
        file.write_text(source)
        subprocess.run(["patch", "-p1", "-s"], cwd=tmp_path, input=entry["diff"], text=True, check=True)
        assert file.read_text() == change.apply(source)


def test_a_change_that_was_not_asked_is_in_the_document_without_a_verdict(make_run, trials):
    """REAL BUG THIS CATCHES: an interrupted run raises KeyError when it is written, or counts the rest as missed."""
    run = make_run(interrupted=True)
    del trials[run.changes[2].id]
    document = json.loads(render(run))
    assert document["interrupted"] is True
    assert document["changes"][2]["verdict"] == "not-asked"


def test_findings_are_written(make_run):
    """REAL BUG THIS CATCHES: findings are always an empty list."""
    finding = Finding("ET202", "mock-first-party", Location("tests/test_a.py", 7, 1, 7, 9), "test_a", "patched")
    document = json.loads(render(make_run(findings=(finding,))))
    assert document["findings"] == [
        {
            "code": "ET202",
            "name": "mock-first-party",
            "file": "tests/test_a.py",
            "line": 7,
            "test": "test_a",
            "message": "patched",
            "cure": "",
            "severity": "warning",
            "state": "static",
        }
    ]


def test_any_text_of_a_project_can_be_written_in_any_encoding(make_run, trials):
    """REAL BUG THIS CATCHES: a test id with a lone surrogate ends the run with UnicodeEncodeError when the file is
    written.
    """
    run = make_run()
    change = run.changes[0]
    trials[change.id] = Trial(change.id, Verdict.CAUGHT, TrialPath.HOT, ("test_[\ud800-ü\n]",), detail="\x1b[31m")
    text = render(run)
    text.encode("ascii")
    assert json.loads(text)["changes"][0]["caught_by"] == ["test_[\ud800-ü\n]"]


def test_the_records_come_back_from_the_document_as_they_were(make_run):
    """REAL BUG THIS CATCHES: `earnest show` of a finished run shows lists for tuples, or fails on a key."""
    run = make_run()
    assert read_records(render(run)) == tuple(record_of(run, change) for change in run.changes)


@pytest.mark.parametrize(
    "text", ["", "[]", "null", '{"schema": 2, "changes": []}', '{"schema": 1}', '{"schema": 1, "changes": [{}]}']
)
def test_a_document_of_another_version_is_refused_in_words(text):
    """REAL BUG THIS CATCHES: after an upgrade `earnest show` ends with KeyError: 'qualname'."""
    with pytest.raises(UsageError, match="another version"):
        read_records(text)


def test_the_tests_that_ran_a_change_are_named_fastest_first(make_run):
    """REAL BUG THIS CATCHES: the slowest test is proposed, or tests of another line."""
    run = make_run()
    assert record_of(run, run.changes[0]).run_by == (
        "tests/test_account.py::test_overdraft",
        "tests/test_account.py::test_withdraw",
        "tests/test_account.py::test_slow",
    )
    assert record_of(run, run.changes[4]).run_by == ()


def test_a_change_that_the_import_runs_names_the_tests_that_import_it(make_run):
    """REAL BUG THIS CATCHES: `151 tests ran it:` and not one is named."""
    run = make_run()
    coverage = Coverage({}, importers={run.changes[0].location.file: frozenset({2})})
    run = dataclasses.replace(run, baseline=dataclasses.replace(run.baseline, coverage=coverage))
    assert record_of(run, run.changes[0]).run_by == ("tests/test_account.py::test_withdraw",)


def test_a_statement_of_several_lines_is_run_by_the_tests_of_each(make_run):
    """REAL BUG THIS CATCHES: only the first line of a long call is looked at."""
    run = make_run()
    coverage = Coverage({run.changes[0].location.file: {12: frozenset({0}), 13: frozenset({1}), 14: frozenset({2})}})
    change = dataclasses.replace(run.changes[0], lines=(12, 13))
    run = dataclasses.replace(run, baseline=dataclasses.replace(run.baseline, coverage=coverage))
    names = [name.rpartition("_")[2] for name in record_of(run, change).run_by]
    assert names == ["overdraft", "slow"]


def test_a_document_with_a_text_for_a_list_is_refused(make_run):
    """REAL BUG THIS CATCHES: an edited document makes `earnest show` print a test id letter by letter."""
    document = json.loads(render(make_run()))
    document["changes"][0]["run_by"] = "tests"
    with pytest.raises(UsageError, match="another version"):
        read_records(json.dumps(document))


def test_the_reference_page_names_every_key(make_run):
    """REAL BUG THIS CATCHES: a key is added and nobody who reads the reference can know what it means."""
    finding = Finding("ET202", "mock-first-party", Location("tests/test_a.py", 7, 1, 7, 9), "test_a", "patched")
    document = json.loads(render(make_run(findings=(finding,))))
    named = set(re.findall(r"`([a-z_]+)`", PAGE.read_text(encoding="utf-8")))
    assert set(keys(document)) - named == set()
