from doubling import double


def test_two_doubles_to_four():
    assert double(2) == 4
