import conftest


def test_add(depot):
    assert depot.add(5) == 2


def test_capacity():
    assert conftest.FIRST.capacity == 20


def test_size(size):
    assert size < 3


def test_start(start):
    assert start == 10


def test_unwanted():
    raise AssertionError("is_wanted leaves this one out")
