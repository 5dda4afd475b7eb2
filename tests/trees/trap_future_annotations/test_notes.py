import notes


def test_measure():
    assert notes.measure("abc") == 6
    assert notes.measure.__annotations__["thing"] == "Missing"


def test_total():
    assert notes.Item(2, 3).total() == 9


def test_hints():
    assert notes.hints(notes.Item) == ["count", "price"]
