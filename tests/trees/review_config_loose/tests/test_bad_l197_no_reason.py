import pytest
from app import double, half


@pytest.mark.skip  # expect: ET707
def test_a_word_is_doubled():
    assert double("ab") == "abab"


@pytest.mark.xfail  # expect: ET707
def test_an_odd_number_is_halved():
    assert half(3) == 1.5


@pytest.mark.skip(reason="needs a machine with 64 GB")
def test_a_very_large_number_is_doubled():
    assert double(10**9) == 2 * 10**9
