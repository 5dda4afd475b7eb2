import pytest
from app import double


@pytest.mark.unti  # expect: ET702
def test_a_number_is_doubled(number):
    assert double(number) == 42


@pytest.mark.slow
def test_a_large_number_is_doubled():
    assert double(10**9) == 2 * 10**9
