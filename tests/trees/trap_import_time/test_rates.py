import rates


def test_tables():
    assert rates.VAT == 0.2
    assert rates.STEPS == (0, 2, 4)
    assert rates.BY_NAME["bb"] == 3


def test_handler():
    assert rates.HANDLERS["GROSS"](100) == 120


def test_both():
    assert rates.both(10) > 0
