"""`privacy`: which names are private, how intricate a function is, and what counts as a reason."""

import ast

import pytest

from earnest.review.privacy import complexity, is_private, written_reason


@pytest.mark.parametrize(
    ("name", "private"),
    [
        ("_parse", True),
        ("__mangled", True),
        ("__init__", False),
        ("parse", False),
        ("_asdict", False),
        ("_meta", False),
        ("_", False),
        ("_repr_html_", False),
    ],
)
def test_documented_names_with_an_underscore_are_not_private(name, private):
    """
    REAL BUG THIS CATCHES: every test that looks at a namedtuple's `_fields` is told that it breaks into an object.
    """
    assert is_private(name) is private


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("return 1", 1),
        ("return a if a else b", 2),
        ("return a and b or c", 3),
        ("for x in y:\n        if x and z:\n            pass", 4),
        ("try:\n        pass\n    except A:\n        pass\n    except B:\n        pass", 3),
        ("return [x for x in y if x]", 2),
        ("match a:\n        case 1:\n            pass\n        case _:\n            pass", 3),
    ],
)
def test_complexity_counts_branches_and_conditions(body, number):
    """
    REAL BUG THIS CATCHES: `and` and `or` are not counted, so that a parser full of conditions counts as trivial and its
    own test as a mistake.
    """
    assert complexity(ast.parse(f"def f():\n    {body}\n").body[0]) == number


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("# it fails in ways\n    # that nobody could see\n    run()", "it fails in ways that nobody could see"),
        ("run()  # too intricate to be reached", "too intricate to be reached"),
        ("# act\n    run()", ""),
        ("# a reason for something else\n\n    run()", ""),
        ("run('# no comment but a text')", ""),
    ],
)
def test_a_reason_is_a_sentence_at_the_statement(text, reason, suite_file):
    """
    REAL BUG THIS CATCHES: `# act` counts as the reason for which a private method is called.
    """
    file = suite_file({"tests/test_a.py": f"def test_a(run):\n    {text}\n"})
    (statement,) = file.tests[0].node.body
    assert written_reason(file, statement) == reason
