import pytest
from app import double


@pytest.mark.unit
def test_a_number_is_doubled():
    assert double(2) == 4


@pytest.mark.e2e
@pytest.mark.slow
def test_a_large_number_is_doubled():
    assert double(10**9) == 2 * 10**9
