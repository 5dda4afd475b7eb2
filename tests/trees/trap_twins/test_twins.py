import twins


def test_left():
    assert twins.left(1) == 2


def test_right_is_only_run():
    twins.right(1)


def test_one():
    assert twins.one(2) == 4


def test_two_is_only_run():
    twins.two(2)


def test_pair():
    assert twins.PAIR[1]() == 5
    twins.PAIR[0]()


def test_a():
    assert twins.A().size() == 5


def test_b_is_only_run():
    twins.B().size()


def test_up():
    assert twins.make("up")(1) == 2


def test_down_is_only_run():
    twins.make("down")(1)


def test_live_closures():
    assert twins.add_two(1) == 3
    twins.add_one(1)


def test_copy():
    assert twins.copied(5) == 6


def test_same():
    assert twins.first_same() == "first"
    twins.same()
