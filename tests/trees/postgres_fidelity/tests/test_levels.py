import os
import signal

import psycopg
import pytest
from shop import Customer, Order
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session


def count(session):
    return session.scalar(select(func.count()).select_from(Customer))


@pytest.mark.database("transaction")
def test_a_pinned_session_is_seen_by_nobody_else(db_session, db_engine):
    db_session.add(Customer(email="ada"))
    db_session.commit()
    with Session(db_engine) as another:
        assert count(another) == 0
    assert count(db_session) == 1


@pytest.mark.database("transaction")
def test_a_pinned_session_keeps_what_it_committed_when_it_rolls_back(db_session):
    db_session.add(Customer(email="ada"))
    db_session.commit()
    db_session.add(Customer(email="ada"))
    with pytest.raises(IntegrityError):
        db_session.commit()
    db_session.rollback()
    assert count(db_session) == 1


@pytest.mark.database("transaction")
def test_a_pinned_session_may_be_closed_in_between(db_session):
    db_session.add(Customer(email="ada"))
    db_session.commit()
    db_session.close()
    assert count(db_session) == 1


@pytest.mark.database("transaction")
async def test_a_pinned_async_session(async_db_session, db_engine):
    async_db_session.add(Customer(email="ada"))
    await async_db_session.commit()
    with Session(db_engine) as another:
        assert count(another) == 0
    assert await async_db_session.scalar(select(Customer.email)) == "ada"


@pytest.mark.database("transaction")
async def test_a_pinned_async_session_keeps_what_it_committed(async_db_session):
    async_db_session.add(Customer(email="ada"))
    await async_db_session.commit()
    async_db_session.add(Order(customer=1, amount=0))
    with pytest.raises(IntegrityError):
        await async_db_session.commit()
    await async_db_session.rollback()
    assert await async_db_session.scalar(select(func.count()).select_from(Customer)) == 1


@pytest.mark.database("cluster")
def test_a_server_of_ones_own_may_be_changed(db_session, db_engine):
    db_session.execute(text("CREATE ROLE guest"))
    db_session.add(Customer(email="ada"))
    db_session.commit()
    with Session(db_engine) as another:
        assert another.scalar(text("SELECT count(*) FROM pg_roles WHERE rolname = 'guest'")) == 0
        assert count(another) == 0


@pytest.mark.database("cluster")
async def test_a_server_of_an_async_sessions_own(async_db_session):
    async_db_session.add(Customer(email="ada"))
    await async_db_session.commit()
    assert await async_db_session.scalar(select(Customer.id)) == 1


@pytest.mark.database("cluster")
def test_a_server_of_ones_own_may_be_killed(committing_database, other):
    with psycopg.connect(committing_database.dsn, autocommit=True) as connection:
        directory = connection.execute("SHOW data_directory").fetchone()[0]
        with open(os.path.join(directory, "postmaster.pid")) as file:
            os.kill(int(file.readline()), signal.SIGKILL)
        with pytest.raises(psycopg.OperationalError):
            for _ in range(1000):
                connection.execute("SELECT pg_sleep(0.01)")
    assert other.execute("SELECT 1").fetchone() == (1,)
