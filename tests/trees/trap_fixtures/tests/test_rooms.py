import pytest

from rooms import Room, check


@pytest.fixture
def room(name):
    made = Room(name)
    yield made
    made.close()
    check(made)


@pytest.fixture
def finalised(request):
    made = Room("finalised")
    request.addfinalizer(lambda: check(made))
    request.addfinalizer(made.close)
    return made


def setup_function(function):
    function.room = Room("set up")


def test_enter(room):
    assert room.enter()


def test_name(name):
    assert name == "hall"


def test_finalised(finalised):
    assert not finalised.closed


def test_set_up():
    assert test_set_up.room.enter() == "set up"


def test_closed():
    made = Room("x")
    made.close()
    with pytest.raises(RuntimeError, match="x is closed"):
        made.enter()
