import pytest
from exits import abort, interrupt, leave, leave_at_once, read, stop, terminate, terminate_everyone


@pytest.mark.parametrize(
    "way", [leave_at_once, leave, interrupt, terminate, terminate_everyone, stop, abort], ids=lambda way: way.__name__
)
def test_nobody_leaves_without_a_reason(way):
    assert way(False) == "stayed"


def test_nothing_is_read_at_zero():
    assert read(0) == b""
