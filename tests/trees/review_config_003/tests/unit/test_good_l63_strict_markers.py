import pytest
from myapp import verify_password


@pytest.mark.unit
def test_a_short_password_is_refused():
    assert verify_password("short") is False
