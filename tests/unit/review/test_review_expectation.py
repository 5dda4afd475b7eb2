"""`expectations_of`: expected exceptions, in blocks and as calls."""

import ast

import pytest

from earnest.review.expectation import brings_itself, expectations_of


def expected(suite_file, body):
    """The expectations of one test with this body in a unittest class."""
    lines = "".join(f"        {line}\n" for line in body.splitlines())
    text = f"import unittest\n\nimport pytest\n\n\nclass TestA(unittest.TestCase):\n    def test_a(self):\n{lines}"
    return list(expectations_of(suite_file({"tests/test_a.py": text}).tests[0]))


@pytest.mark.parametrize(
    ("body", "inspected"),
    [
        ("with pytest.raises(ValueError):\n    run()", False),
        ("with pytest.raises(ValueError, match='x'):\n    run()", True),
        ("with pytest.raises(ValueError) as caught:\n    run()", False),
        ("with pytest.raises(ValueError) as caught:\n    run()\nassert caught.value.code", True),
        ("pytest.raises(ValueError, run)", False),
        ("error = pytest.raises(ValueError, run)\nassert error.value", True),
        ("assert pytest.raises(ValueError, run).value", True),
        ("with self.assertRaises(ValueError):\n    run()", False),
        ("with self.assertRaisesRegex(ValueError, 'x'):\n    run()", True),
        ("self.assertRaises(ValueError, run, 1)", False),
    ],
)
def test_it_is_known_whether_an_expected_exception_is_looked_at(body, inspected, suite_file):
    """Rules about vague exceptions hang on it.

    REAL BUG THIS CATCHES: a name that is bound and never read counts as a look at the exception.
    """
    found = expected(suite_file, body)
    assert [one.inspected for one in found] == [inspected]
    assert [ast.unparse(kind) for kind in found[0].types] == ["ValueError"]


def test_what_may_raise_is_what_the_block_calls_or_what_is_handed_over(suite_file):
    """The called function tells how many causes there are.

    REAL BUG THIS CATCHES: the function that is handed to `assertRaises` is not seen, and its causes are not counted.
    """
    found = expected(
        suite_file, "with pytest.raises(ValueError):\n    app.run(load())\nself.assertRaises(OSError, app.stop)"
    )
    names = [[ast.unparse(function) for function, _node in one.raising] for one in found]
    assert names == [["app.run", "load"], ["app.stop"]]


@pytest.mark.parametrize(
    ("body", "own"),
    [
        ("    with pytest.raises(ValueError):\n        run()\n", False),
        ("    run.side_effect = ValueError\n    with pytest.raises(ValueError):\n        run()\n", True),
        (
            "    def fails():\n        raise ValueError('x')\n\n    with pytest.raises(ValueError):\n        run(fails)\n",
            True,
        ),
        ("    try:\n        run()\n    except ValueError:\n        pass\n    pytest.raises(ValueError, run)\n", False),
    ],
)
def test_an_error_that_the_test_brings_along_is_its_own(body, own, suite_file):
    """Its message is the test's own too, so there is nothing to hold.

    REAL BUG THIS CATCHES: a test that hands `side_effect=ValueError` to a double is told to check a message that it wrote.
    """
    file = suite_file({"tests/test_a.py": f"import pytest\n\n\ndef test_a():\n{body}"})
    assert brings_itself(file.tests[0], "ValueError") is own
