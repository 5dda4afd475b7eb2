import alpha


def test_its_name():
    assert alpha.name() == "alpha"
