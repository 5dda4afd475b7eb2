import lists


def test_grid():
    assert lists.grid(2, 2) == [[0, 1], [2, 3]]


def test_makers():
    assert lists.makers([1, 2])[1](3) == 5


def test_any_big():
    assert lists.any_big([1, 5], 4)
    assert not lists.any_big([1], 4)


def test_by_length():
    assert lists.by_length(["a", "bb", ""]) == {1: "a", 2: "bb"}


def test_table():
    assert lists.Table().total() == 9
    assert lists.Table.names["a"] == "A"


def test_squares():
    assert lists.SQUARES == (0, 1, 4)
