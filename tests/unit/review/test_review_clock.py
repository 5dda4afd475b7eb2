"""`Readings`: what a test computes from the clock."""

import pytest

from earnest.review.clock import Readings


def last_assertion(file):
    """The condition of the last assert of the only test, and what is known of the clock there."""
    (test,) = file.tests
    return test.node.body[-1].test, Readings.of(test)


@pytest.mark.parametrize(
    "body",
    [
        "start = time()\n    assert time() - start",
        "a = time()\n    b = time()\n    took = b - a\n    assert took * 1000",
        "took = []\n    for x in y:\n        start = time()\n        took.append(time() - start)\n    assert max(took)",
        (
            "def one():\n        start = time()\n        return {'took': time() - start}\n\n    got = [one() for _ in y]\n"
            "    assert sum(g['took'] for g in got)"
        ),
    ],
)
def test_a_duration_is_followed_through_what_is_made_of_it(body, suite_file):
    """
    REAL BUG THIS CATCHES: the average of measured times goes unseen, because only the subtraction itself was looked for.
    """
    file = suite_file({"tests/test_a.py": f"from time import time\n\n\ndef test_a(y):\n    {body}\n"})
    condition, readings = last_assertion(file)
    assert readings.measures(condition)


@pytest.mark.parametrize(
    "body",
    [
        "start = time()\n    assert entry.time - start",
        "start = time()\n    took = time() - start\n    assert len([took])",
        "start = time()\n    assert start",
        "a = 5\n    assert a - 3",
    ],
)
def test_what_is_no_difference_of_two_readings_is_no_duration(body, suite_file):
    """
    REAL BUG THIS CATCHES: the number of measurements, or a time stamp that is checked against now, counts as a measured
    time, and good tests are told to mind slow machines.
    """
    file = suite_file({"tests/test_a.py": f"from time import time\n\n\ndef test_a(entry):\n    {body}\n"})
    condition, readings = last_assertion(file)
    assert not readings.measures(condition)
