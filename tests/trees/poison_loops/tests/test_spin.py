from spin import countdown, positions, rest, ring, walk


def test_the_countdown_ends_at_one():
    assert countdown(3) == [3, 2, 1]


def test_the_rest_is_smaller_than_the_divisor():
    assert rest(17, 5) == 2


def test_the_walk_ends_at_the_end():
    assert walk(3) == 3


def test_the_positions_end_before_the_end():
    assert positions(3) == [False, False]


def test_the_bell_is_heard():
    assert ring()
