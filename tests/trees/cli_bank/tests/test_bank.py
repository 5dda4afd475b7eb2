import pytest

from bank.account import Account


def test_money_goes_out():
    assert Account(10).withdraw(3) == 7


def test_too_much_is_refused():
    with pytest.raises(ValueError):
        Account(10).withdraw(11)


def test_everything_can_go():
    assert Account(10).withdraw(10) == 0


def test_a_letter_is_written(monkeypatch):
    letters = []
    monkeypatch.setattr("bank.post.tell", letters.append)
    Account(10).withdraw(3)
    assert len(letters) == 1
