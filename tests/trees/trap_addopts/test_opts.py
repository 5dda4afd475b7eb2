import opts


def test_add():
    assert opts.add(1, 2) == 3


def test_maybe():
    assert opts.maybe(True) == "yes"
    opts.maybe(False)
