import pytest

from once import server
from once.tables import square, table


@pytest.fixture(scope="session")
def running():
    log = []
    found = server.start(log)
    yield found
    server.stop(log)


@pytest.fixture(scope="class")
def configured():
    return server.configure()


class TestConfigured:
    def test_first_only_asks(self, configured):
        pass

    def test_second_looks(self, configured):
        assert configured == "configured"

    def test_third_only_asks(self, configured):
        pass


def test_first_only_uses_everything(running):
    from once import constants

    table()
    square(3)
    assert constants


def test_port(running):
    assert running["port"] == 81


def test_table():
    assert table()["b"] == 2


def test_square():
    assert square(3) == 9


def test_limit():
    from once.constants import LIMIT, NAMES

    assert LIMIT == 5
    assert NAMES[0] == "X"


def test_last_only_uses_everything(running):
    from once import constants

    table()
    square(3)
    assert constants
