import pytest
from myapp.services import check_email


class TestErrors:
    def test_good_exception_handling(self) -> None:
        with pytest.raises(ValueError, match="Invalid email format"):
            check_email("not-an-email")
