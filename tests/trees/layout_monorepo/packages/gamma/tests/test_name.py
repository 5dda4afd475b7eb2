import gamma


def test_its_name():
    assert gamma.NAME == "gamma"
