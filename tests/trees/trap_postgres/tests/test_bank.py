import pytest
from accounts.bank import forget, open_account, transfer
from accounts.models import Account
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session


@pytest.fixture
def balances(db_engine):
    def read():
        with Session(db_engine) as session:
            return dict(session.execute(select(Account.owner, Account.balance)).all())

    return read


@pytest.fixture
def open_for(db_session):
    open_account(db_session, "ada", 10)
    open_account(db_session, "grace", 0)


def test_an_account_is_there_for_others(db_session, balances):
    open_account(db_session, "ada", 10)
    assert balances() == {"ada": 10}


def test_the_first_account_has_number_one(db_session):
    open_account(db_session, "ada", 1)
    assert db_session.scalar(select(Account.id)) == 1


def test_nobody_begins_with_less_than_nothing(db_session):
    with pytest.raises(ValueError, match="ada cannot begin with -1"):
        open_account(db_session, "ada", -1)


def test_a_transfer_moves_money(db_session, open_for, balances):
    transfer(db_session, "ada", "grace", 4)
    assert balances() == {"ada": 6, "grace": 4}


def test_nobody_gives_what_is_not_there(db_session, open_for, balances):
    with pytest.raises(IntegrityError):
        transfer(db_session, "ada", "grace", 11)
    db_session.rollback()
    assert balances() == {"ada": 10, "grace": 0}


def test_a_forgotten_account_is_gone(db_session, open_for, balances):
    forget(db_session, "ada")
    assert balances() == {"grace": 0}
