import pytest
from app import double


@pytest.mark.unit
@pytest.mark.usefixtures("number")
def test_a_number_is_doubled(number):
    assert double(number) == 2 * number


@pytest.mark.slow
@pytest.mark.xfail(reason="words are not refused yet", strict=True)
def test_a_word_is_refused():
    with pytest.raises(TypeError, match="word"):
        double("ab")
