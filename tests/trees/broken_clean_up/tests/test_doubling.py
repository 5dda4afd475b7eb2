import pytest
from doubling import double


@pytest.fixture(scope="session")
def ledger():
    yield 2
    raise LookupError("the ledger is gone")


def test_the_ledger_is_doubled(ledger):
    assert double(ledger) == 4
