"""The calculation itself."""

from decimal import Decimal

import pytest
from myapp import process_data
from support.faults import low_memory

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("values", "doubled"),
    [
        ([1, 2, 3], [2, 4, 6]),
        ([], []),
        ([0, -5], [0, -10]),
        ((7,), [14]),
        ([1.5, Decimal("0.1")], [3.0, Decimal("0.2")]),
    ],
)
def test_every_value_is_doubled_in_order(values, doubled):
    """No value is lost, none is added.

    REAL BUG THIS CATCHES: process_data() drops zeros or the last value, or changes the order, and customers are
    billed for somebody else's number.
    """
    assert process_data(values) == doubled


def test_a_hundred_thousand_values_are_processed():
    """As many as a real import has.

    REAL BUG THIS CATCHES: process_data() cuts its input off at some limit, and the end of every large import is
    missing.
    """
    result = process_data(range(100_000))

    assert len(result) == 100_000
    assert result[-1] == 199_998


def test_a_large_import_fits_into_little_memory():
    """The result takes four megabytes; thirty-two are left.

    REAL BUG THIS CATCHES: process_data() copies its data for each element or builds all intermediate results, and the
    server that runs it dies for want of memory on the last day of the month.
    """
    with low_memory(headroom=32 << 20):
        result = process_data(range(100_000))

    assert sum(result) == 9_999_900_000


def test_none_is_refused_with_the_cure():
    """None is mostly a query that failed.

    REAL BUG THIS CATCHES: process_data() takes None for an empty list and reports success although nothing was
    loaded.
    """
    with pytest.raises(
        ValueError, match=r"^values cannot be None: pass an empty list when there is nothing to process$"
    ):
        process_data(None)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([1, "7"], "values[1] must be a number, got '7' (str)"),
        ("77", "values[0] must be a number, got '7' (str)"),
        ([1, 2, None], "values[2] must be a number, got None (NoneType)"),
    ],
)
def test_what_is_no_number_is_refused_with_its_place(values, message):
    """Python doubles text as well: "7" would become "77".

    REAL BUG THIS CATCHES: process_data() lets text through, and an order for seven is one for seventy-seven; or it
    does not say which of a hundred thousand values is wrong.
    """
    with pytest.raises(TypeError) as caught:
        process_data(values)

    assert str(caught.value) == message
