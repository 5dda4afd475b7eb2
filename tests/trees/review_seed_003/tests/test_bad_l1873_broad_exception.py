import pytest
from myapp.tasks import do_something_risky


class TestErrors:
    def test_bad_exception_handling(self) -> None:
        with pytest.raises(Exception):  # expect: ET109
            do_something_risky()
