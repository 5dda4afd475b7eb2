import pytest
from doubling import double


@pytest.fixture
def ledger():
    raise LookupError("the ledger is not there")


def test_two_doubles_to_four():
    assert double(2) == 4


def test_two_doubles_to_five():
    assert double(2) == 5


def test_the_ledger_is_doubled(ledger):
    assert double(ledger) == 2
