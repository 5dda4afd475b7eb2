from doubling import double
from no_such_module import anything


def test_two_doubles_to_four():
    assert double(2) == anything
