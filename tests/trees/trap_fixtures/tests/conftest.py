import pytest


@pytest.fixture(scope="module")
def name():
    from rooms import default_name

    return default_name()


@pytest.fixture(autouse=True, scope="module")
def around():
    from rooms import Room, check

    room = Room("around")
    yield
    room.close()
    check(room)
