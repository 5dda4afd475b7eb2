"""The formats of findings, each as its readers understand it."""

import json
from xml.etree import ElementTree

import pytest

from earnest.model import Finding, FindingState, Location, Severity, TextEdit
from earnest.report.findings import FORMATS, Told, render

NASTY = "100% of 'a, b: c' is <wrong> & \"odd\"\x1b[31m \udcff"
FINDINGS = (
    Finding("ET401", "sleep", Location("tests/test a%.py", 2, 5, 2, 18), "t", NASTY, cure="Wait.", key="k1"),
    Finding("ET401", "sleep", Location("tests/test a%.py", 3, 5, 4, 2), "t", "a second one", key="k1-1"),
    Finding(
        "ET002",
        "unused-allow",
        Location("tests/ä,b.py", 7, 1, 7, 9),
        "",
        "a third",
        severity=Severity.INFO,
        key="k2",
        fix=(TextEdit(0, 1, ""),),
        safe=True,
    ),
    Finding("ET401", "sleep", Location("x.py", 1, 1, 1, 1), "t", "gone", state=FindingState.WITHDRAWN, key="k3"),
)


@pytest.fixture
def told(tmp_path):
    """Four findings, of which evidence has withdrawn one; one of the files is there."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test a%.py").write_text("import time\n    time.sleep(1)  \x1b[31m\n", encoding="utf-8")
    return Told(tmp_path, FINDINGS, files=5, known=2, gone=1)


@pytest.mark.parametrize("name", FORMATS)
def test_no_findings_are_a_whole_document_too(name, tmp_path):
    """
    REAL BUG THIS CATCHES: the happy case is an empty file, and the CI server says that the report is invalid.
    """
    text = render(Told(tmp_path, (), files=0), name)
    if name == "junit":
        assert ElementTree.fromstring(text).find("testsuite").get("failures") == "0"
    elif name in ("json", "sarif", "gitlab"):
        assert json.loads(text) is not None
    else:
        assert text == ("" if name == "github" else "No findings in 0 files.\n")


def test_the_text_shows_place_line_and_cure(told):
    """
    REAL BUG THIS CATCHES: a control character of a source changes the terminal; or a withdrawn finding is shown.
    """
    lines = render(told, "text").split("\n")
    assert lines[0] == f"tests/test a%.py:2:5: ET401 {NASTY} [sleep]"
    assert lines[1:4] == ["    2 | time.sleep(1)   [31m", "    = Wait.", ""]
    assert lines[-5:] == [
        "3 findings in 5 files.",
        "2 known findings in the baseline.",
        "1 finding of the baseline is gone: write it anew to keep it so.",
        "1 can be mended with --fix.",
        "",
    ]
    assert "gone [sleep]" not in "\n".join(lines)


def test_each_line_of_the_concise_form_begins_with_its_place(told):
    """
    REAL BUG THIS CATCHES: editors cannot jump to the finding.
    """
    assert render(told, "concise").split("\n")[1] == "tests/test a%.py:3:5: ET401 a second one [sleep]"


def test_annotations_of_github_escape_what_would_end_them(told):
    """Its documentation: % and line ends in data, colons and commas in properties too.

    REAL BUG THIS CATCHES: a comma in a path cuts the path, a percent sign in a message eats two characters.
    """
    first, second, third = render(told, "github").splitlines()
    place = "title=ET401 sleep,file=tests/test a%25.py,line=2,endLine=2,col=5,endColumn=18"
    assert first == f"::warning {place}::{NASTY.replace('%', '%25')}. Wait."
    assert second == "::warning title=ET401 sleep,file=tests/test a%25.py,line=3,endLine=4::a second one."
    assert third.startswith("::notice title=ET002 unused-allow,file=tests/ä%2Cb.py,line=7")


def test_gitlab_gets_a_fingerprint_for_each_finding(told):
    """
    REAL BUG THIS CATCHES: two findings share a fingerprint, and the merge request shows one of them.
    """
    found = json.loads(render(told, "gitlab"))
    assert len({one["fingerprint"] for one in found}) == len(found) == 3
    assert {one["severity"] for one in found} <= {"info", "minor", "major", "critical", "blocker"}
    assert found[0]["location"] == {"path": "tests/test a%.py", "lines": {"begin": 2, "end": 2}}


def test_junit_is_xml_whatever_a_message_holds(told):
    """
    REAL BUG THIS CATCHES: an escape character in a message makes a document that no parser takes.
    """
    suite = ElementTree.fromstring(render(told, "junit").encode()).find("testsuite")
    assert (suite.get("tests"), suite.get("failures")) == ("3", "3")
    assert [case.get("classname") for case in suite] == ["tests/test a%.py", "tests/test a%.py", "tests/ä,b.py"]
    assert suite[0].find("failure").get("message").startswith("100% of 'a, b: c' is <wrong> & \"odd\"")


def test_sarif_has_what_its_specification_asks_for(told):
    """Section numbers are those of SARIF 2.1.0.

    REAL BUG THIS CATCHES: a code scanner refuses the document since a rule is missing, or a path is no URI.
    """
    document = json.loads(render(told, "sarif"))
    assert (document["version"], len(document["runs"])) == ("2.1.0", 1)  # 3.13.2, 3.13.4
    (run,) = document["runs"]
    rules, results = run["tool"]["driver"]["rules"], run["results"]
    assert [rule["id"] for rule in rules] == ["ET002", "ET401"]  # 3.49.3
    for result in results:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]  # 3.27.6
        assert result["level"] in {"none", "note", "warning", "error"}  # 3.27.10
        assert result["message"]["text"]  # 3.11.8
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["endLine"] >= region["startLine"] >= 1  # 3.30.5
    uris = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results]
    assert uris == ["tests/test%20a%25.py", "tests/test%20a%25.py", "tests/%C3%A4%2Cb.py"]  # 3.4.3
    assert len({one["partialFingerprints"]["earnest/v1"] for one in results}) == 3  # 3.27.17


def test_the_json_document_holds_withdrawn_findings_with_their_state(told):
    """
    REAL BUG THIS CATCHES: whoever reads the document cannot tell what a run has refuted.
    """
    document = json.loads(render(told, "json"))
    assert [one["state"] for one in document["findings"]] == ["static", "static", "static", "withdrawn"]
    assert [one["fix"] for one in document["findings"]] == ["none", "none", "safe", "none"]
    assert (document["files"], document["known"], document["gone"]) == (5, 2, 1)
