import shop


def test_its_name():
    assert shop.NAME == "alpha"
