import pytest
from myapp import verify_password


@pytest.mark.integration
@pytest.mark.slow
def test_a_long_password_is_accepted():
    assert verify_password("long enough") is True
