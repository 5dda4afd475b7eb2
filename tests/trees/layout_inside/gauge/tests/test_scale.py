import pytest

from ..scale import Scale
from ..test.client import small_scale
from .helpers import LIMIT


def test_a_value_at_the_limit_is_read():
    assert Scale(LIMIT).read(LIMIT) == small_scale().read(10)


def test_a_value_above_the_limit_is_refused():
    with pytest.raises(ValueError, match="11 is above 10"):
        Scale(LIMIT).read(11)
