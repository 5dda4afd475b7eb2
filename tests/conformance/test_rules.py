"""Every review rule does what its manual and its examples say."""

import re

import pytest

from earnest.config import load
from earnest.review import Selection, review, rules
from earnest.review.fixing import applicable, mended
from earnest.review.rule import CommentRule, Mode, Rule

_EXAMPLE_PROJECT = {"pyproject.toml": '[project]\nname = "example"\nversion = "1"\n'}


def written(root, example):
    """The example as a project on disk."""
    for path, text in {**_EXAMPLE_PROJECT, **example.files, example.path: example.text}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def each(examples):
    """One test parameter for each example of each rule that needs no evidence, named after the rule."""
    return [
        pytest.param(rule, example, id=f"{rule.code}-{rule.name}-{number}")
        for rule in rules()
        if rule.mode is not Mode.RUN
        for number, example in enumerate(getattr(rule, examples))
    ]


def reviewed(rule, example, root):
    """What the rule finds in its example. Rules about comments need the others, whose findings the comments allow."""
    written(root, example)
    others = Selection().rules() if isinstance(rule, CommentRule) else ()
    found = review(root, load(root), [*others, rule] if rule not in others else others)
    # A file that cannot be read is always told of: that must not hide in the example of another rule.
    return [one for one in found.findings if one.code in {rule.code, "ET004"}]


def lines_of(findings):
    """Where findings stand: file and line."""
    return sorted((one.location.file, one.location.line) for one in findings)


def flagged_lines(example):
    """Where the example wants them."""
    files = {**example.files, example.path: example.text}
    return sorted(
        (path, number)
        for path, text in files.items()
        for number, line in enumerate(text.split("\n"), 1)
        if re.search(r"#\s*flagged$", line)
    )


@pytest.mark.parametrize(("rule", "example"), each("bad"))
def test_a_rule_flags_exactly_the_lines_that_its_example_marks(rule, example, tmp_path):
    """The manual is the contract.

    REAL BUG THIS CATCHES: a rule that finds nothing, or that flags the neighbour of the guilty line.
    """
    found = reviewed(rule, example, tmp_path)
    assert lines_of(found) == flagged_lines(example)
    assert flagged_lines(example), "an example that marks nothing shows nothing"


@pytest.mark.parametrize(("rule", "example"), each("good"))
def test_a_rule_stays_silent_where_its_manual_says_so(rule, example, tmp_path):
    """Crying wolf is a defect.

    REAL BUG THIS CATCHES: a rule that flags good tests, so that people stop to read what it says.
    """
    found = reviewed(rule, example, tmp_path)
    assert [(one.location.line, one.message) for one in found] == [], example.why


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.code) for rule in rules()])
def test_a_rule_has_a_manual_a_cure_and_examples(rule):
    """`earnest explain` prints it.

    REAL BUG THIS CATCHES: a rule that was added without saying why it matters and when it is silent.
    """
    manual = type(rule).__doc__ or ""
    assert len(manual.splitlines()) >= 5
    assert "Do instead:" in manual
    assert "Stays silent" in manual or not rule.good
    assert re.fullmatch(r"ET\d{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert rule.cure.endswith(".")
    assert rule.bad or rule.mode is Mode.RUN
    assert all(example.why for example in rule.good)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.code) for rule in rules()])
def test_a_rule_weighs_evidence_exactly_when_its_page_says_so(rule):
    """The page of a rule of mode BOTH promises that a run confirms or withdraws what it says.

    REAL BUG THIS CATCHES: the promise is made and nothing looks at the run, or a rule weighs and is never asked.
    """
    weighs = type(rule).weigh is not Rule.weigh
    assert weighs == (rule.mode is Mode.BOTH)
    assert not weighs or re.match(
        r"(?:Withdrawn|Confirmed) (?:where|when) .*\.$", " ".join(type(rule).weigh.__doc__.split())
    )


@pytest.mark.parametrize(("rule", "example"), each("bad"))
def test_the_message_of_a_rule_is_one_sentence_with_both_sides(rule, example, tmp_path):
    """A finding that does not say what it saw cannot be judged.

    REAL BUG THIS CATCHES: an empty message, a second line that breaks the formats of editors, or a full stop before the
    rule's name.
    """
    root = written(tmp_path, example)
    for finding in review(root, load(root), [rule]).findings:
        assert len(finding.message) >= 20
        assert "\n" not in finding.message
        assert not finding.message.endswith(".")


FIXED = [parameter for parameter in each("bad") if parameter.values[1].fixed]


@pytest.mark.parametrize(("rule", "example"), FIXED)
def test_the_fix_of_a_rule_makes_the_text_that_its_example_promises(rule, example, tmp_path):
    """And that text is clean.

    REAL BUG THIS CATCHES: a fix that is off by a character, loses a comment, or leaves what it was to mend.
    """
    root = written(tmp_path, example)
    asked = Selection().rules() if isinstance(rule, CommentRule) else [rule]
    findings = applicable(review(root, load(root), asked).findings, unsafe=True)
    assert mended((root / example.path).read_bytes(), example.path, findings).decode() == example.fixed
    (root / example.path).write_text(example.fixed, encoding="utf-8")
    assert not [one for one in review(root, load(root), asked).findings if one.code == rule.code]
