import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from shop import Customer, Order, Parcel
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session


def count(session, table=Customer):
    return session.scalar(select(func.count()).select_from(table))


def test_rows_are_there_after_a_commit(db_session):
    db_session.add(Customer(email="ada"))
    db_session.commit()
    assert count(db_session) == 1


def test_keys_begin_with_one(db_session):
    customer = Customer(email="ada")
    db_session.add(customer)
    db_session.commit()
    assert customer.id == 1


def test_rows_without_a_commit_are_seen_by_their_session_only(db_session, db_engine):
    db_session.add(Customer(email="ada"))
    db_session.flush()
    with Session(db_engine) as another:
        assert count(another) == 0
    assert count(db_session) == 1


def test_a_second_connection_sees_what_was_committed(db_session, db_engine):
    db_session.add(Customer(email="ada"))
    db_session.commit()
    with db_engine.connect() as connection:
        assert connection.scalar(text("SELECT email FROM customers")) == "ada"


def test_an_engine_of_the_projects_own_sees_it_too(db_session, own_engine):
    db_session.add(Customer(email="ada"))
    db_session.commit()
    with Session(own_engine) as another:
        assert count(another) == 1
        another.add(Customer(email="grace"))
        another.commit()
    assert count(db_session) == 2


def test_a_rollback_takes_back_what_came_after_the_commit(db_session):
    db_session.add(Customer(email="ada"))
    db_session.commit()
    db_session.add(Customer(email="grace"))
    db_session.flush()
    db_session.rollback()
    db_session.add(Customer(email="joan"))
    db_session.commit()
    assert db_session.scalars(select(Customer.email).order_by(Customer.id)).all() == ["ada", "joan"]


def test_an_integrity_error_and_then_on(db_session):
    db_session.add(Customer(email="ada"))
    db_session.commit()
    db_session.add(Customer(email="ada"))
    with pytest.raises(IntegrityError):
        db_session.commit()
    db_session.rollback()
    db_session.add(Customer(email="grace"))
    db_session.commit()
    assert count(db_session) == 2


def test_a_savepoint_that_is_rolled_back(db_session):
    db_session.add(Customer(email="ada"))
    with pytest.raises(ZeroDivisionError), db_session.begin_nested():
        db_session.add(Customer(email="grace"))
        db_session.flush()
        raise ZeroDivisionError
    db_session.commit()
    assert count(db_session) == 1


def test_a_savepoint_at_the_very_beginning_does_not_commit(db_session, db_engine):
    with db_session.begin_nested():
        db_session.add(Customer(email="ada"))
    with Session(db_engine) as another:
        assert count(another) == 0
    db_session.rollback()
    assert count(db_session) == 0


def test_a_table_is_rolled_back_with_its_transaction(db_session):
    db_session.execute(text("CREATE TABLE extra (a int)"))
    db_session.rollback()
    with pytest.raises(OperationalError, match="no such table: extra"):
        db_session.execute(text("SELECT * FROM extra"))


def test_a_foreign_key_holds(db_session):
    db_session.add(Parcel(customer=77))
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        db_session.flush()


def test_a_deferred_foreign_key_is_checked_at_the_commit(db_session):
    db_session.add(Order(customer=77, amount=1))
    db_session.flush()
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        db_session.commit()


def test_a_deferred_foreign_key_may_be_mended_before_the_commit(db_session):
    db_session.execute(text("INSERT INTO orders (customer, amount) VALUES (1, 5)"))
    db_session.add(Customer(email="ada"))
    db_session.commit()
    assert count(db_session, Order) == 1


def test_a_cascade_runs_in_the_database(db_session):
    db_session.add(Customer(email="ada"))
    db_session.flush()
    db_session.add(Parcel(customer=1))
    db_session.commit()
    db_session.execute(text("DELETE FROM customers"))
    db_session.commit()
    assert count(db_session, Parcel) == 0


def test_a_check_constraint(db_session):
    db_session.add(Customer(email="ada"))
    db_session.commit()
    db_session.add(Order(customer=1, amount=0))
    with pytest.raises(IntegrityError, match="positive"):
        db_session.flush()


def test_a_reader_keeps_what_it_saw_first(db_engine, db_session):
    db_session.execute(text("PRAGMA journal_mode"))
    with Session(db_engine) as reader:
        assert count(reader) == 0
        db_session.add(Customer(email="ada"))
        db_session.flush()
        assert count(reader) == 0


def test_threads_have_sessions_of_their_own(db_engine):
    def add(number):
        with Session(db_engine) as session:
            session.add(Customer(email=str(number)))
            session.commit()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(add, range(20)))
    with Session(db_engine) as session:
        assert count(session) == 20


def test_fifty_requests_at_once_have_a_session_each(own_engine):
    barrier = threading.Barrier(50)

    def request(number):
        with Session(own_engine) as session:
            barrier.wait(30)
            session.add(Customer(email=str(number)))
            session.commit()

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(request, range(50)))
    with Session(own_engine) as session:
        assert count(session) == 50


def test_a_unique_race_has_one_winner(db_engine):
    barrier = threading.Barrier(5)

    def register(_):
        with Session(db_engine) as session:
            session.add(Customer(email="ada"))
            barrier.wait(10)
            try:
                session.commit()
            except IntegrityError:
                return "refused"
            return "registered"

    with ThreadPoolExecutor(5) as pool:
        outcomes = sorted(pool.map(register, range(5)))
    assert outcomes == ["refused"] * 4 + ["registered"]


def test_a_second_writer_is_told_that_the_file_is_locked(db_engine, db_session):
    db_session.add(Customer(email="ada"))
    db_session.flush()
    with Session(db_engine) as another:
        another.execute(text("PRAGMA busy_timeout = 1"))
        another.add(Customer(email="grace"))
        with pytest.raises(OperationalError, match="database is locked"):
            another.flush()


def test_the_patience_of_another_test_is_gone(db_session):
    assert db_session.scalar(text("PRAGMA busy_timeout")) == 5000


def test_a_subprocess_sees_and_writes(db_session, database_url):
    db_session.add(Customer(email="ada"))
    db_session.commit()
    code = (
        "import sqlite3, sys\nwith sqlite3.connect(sys.argv[1]) as c:\n"
        "    print(c.execute('SELECT count(*) FROM customers').fetchone()[0])\n"
        "    c.execute(\"INSERT INTO customers (email) VALUES ('child')\")"
    )
    told = subprocess.run([sys.executable, "-c", code, database_url.dsn], capture_output=True, text=True, check=True)
    assert told.stdout == "1\n"
    assert count(db_session) == 2


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


@pytest.mark.database("cluster")
def test_a_database_of_a_sessions_own(db_session, db_engine):
    db_session.add(Customer(email="ada"))
    db_session.commit()
    with Session(db_engine) as another:
        assert count(another) == 0
