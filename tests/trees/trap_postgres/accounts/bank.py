"""Moves money."""

from sqlalchemy import select

from .models import Account


def open_account(session, owner, balance):
    if balance < 0:
        raise ValueError(f"{owner} cannot begin with {balance}")
    session.add(Account(owner=owner, balance=balance))
    session.commit()


def transfer(session, giver, taker, amount):
    one = session.scalars(select(Account).where(Account.owner == giver).with_for_update()).one()
    other = session.scalars(select(Account).where(Account.owner == taker).with_for_update()).one()
    one.balance -= amount
    other.balance += amount
    session.commit()


def forget(session, owner):
    session.delete(session.scalars(select(Account).where(Account.owner == owner)).one())
    session.commit()
