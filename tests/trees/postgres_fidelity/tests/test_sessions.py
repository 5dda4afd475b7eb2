import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from shop import Customer, Order
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


def test_a_savepoint_within_a_savepoint(db_session):
    with db_session.begin_nested():
        db_session.add(Customer(email="ada"))
        inner = db_session.begin_nested()
        db_session.add(Customer(email="grace"))
        inner.rollback()
    db_session.commit()
    assert count(db_session) == 1


def test_a_deferred_foreign_key_is_checked_at_the_commit(db_session):
    db_session.add(Order(customer=77, amount=1))
    db_session.flush()
    with pytest.raises(IntegrityError, match="orders_customer_fkey"):
        db_session.commit()


def test_a_deferred_foreign_key_may_be_mended_before_the_commit(db_session):
    db_session.execute(text("INSERT INTO orders (customer, amount) VALUES (1, 5)"))
    db_session.add(Customer(email="ada"))
    db_session.commit()
    assert count(db_session, Order) == 1


def test_a_check_constraint(db_session):
    db_session.add(Customer(email="ada"))
    db_session.commit()
    db_session.add(Order(customer=1, amount=0))
    with pytest.raises(IntegrityError, match="positive"):
        db_session.flush()


def test_now_moves_between_transactions(db_session):
    first = db_session.scalar(text("SELECT now()"))
    db_session.commit()
    assert db_session.scalar(text("SELECT now()")) > first


def test_now_stands_still_within_a_transaction(db_session):
    assert db_session.scalar(text("SELECT now()")) == db_session.scalar(text("SELECT now()"))


def test_the_clock_of_a_default_moves(db_session):
    db_session.add_all([Customer(email="ada"), Customer(email="grace")])
    db_session.commit()
    seen = db_session.scalars(select(Customer.seen)).all()
    assert seen[0] != seen[1]


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
            session.add(Customer(email=str(number)))
            session.flush()
            barrier.wait(20)
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


def test_a_subprocess_sees_and_writes(db_session, database_url):
    db_session.add(Customer(email="ada"))
    db_session.commit()
    code = (
        "import psycopg, sys\nwith psycopg.connect(sys.argv[1]) as c:\n"
        "    print(c.execute('SELECT count(*) FROM customers').fetchone()[0])\n"
        "    c.execute(\"INSERT INTO customers (email) VALUES ('child')\")"
    )
    told = subprocess.run([sys.executable, "-c", code, database_url.dsn], capture_output=True, text=True, check=True)
    assert told.stdout == "1\n"
    assert count(db_session) == 2


def test_a_fork_writes(db_session, database_url):
    import psycopg

    child = os.fork()
    if child == 0:
        with psycopg.connect(database_url.dsn) as connection:
            connection.execute("INSERT INTO customers (email) VALUES ('fork')")
        os._exit(0)
    os.waitpid(child, 0)
    assert count(db_session) == 1


def test_a_serializable_conflict(own_engine):
    serializable = own_engine.execution_options(isolation_level="SERIALIZABLE")
    with Session(serializable) as one, Session(serializable) as two:
        for session, name in ((one, "ada"), (two, "grace")):
            total = count(session)
            session.add(Customer(email=f"{name}{total}"))
            session.flush()
        one.commit()
        with pytest.raises(OperationalError, match="could not serialize"):
            two.commit()


def test_repeatable_read_does_not_see_later_commits(own_engine, db_session):
    with Session(own_engine.execution_options(isolation_level="REPEATABLE READ")) as reader:
        assert count(reader) == 0
        db_session.add(Customer(email="ada"))
        db_session.commit()
        assert count(reader) == 0


def test_read_committed_sees_later_commits(own_engine, db_session):
    with Session(own_engine) as reader:
        assert count(reader) == 0
        db_session.add(Customer(email="ada"))
        db_session.commit()
        assert count(reader) == 1


def test_skip_locked_gives_two_workers_different_rows(own_engine, db_session):
    db_session.add_all([Customer(email="ada"), Customer(email="grace")])
    db_session.commit()
    job = select(Customer.email).order_by(Customer.id).limit(1).with_for_update(skip_locked=True)
    with Session(own_engine) as one, Session(own_engine) as two:
        assert (one.scalar(job), two.scalar(job)) == ("ada", "grace")


def test_nowait_is_refused_while_another_holds_the_row(own_engine, db_session):
    db_session.add(Customer(email="ada"))
    db_session.commit()
    with Session(own_engine) as one, Session(own_engine) as two:
        one.scalar(select(Customer).with_for_update())
        with pytest.raises(OperationalError, match="could not obtain lock"):
            two.scalar(select(Customer).with_for_update(nowait=True))


def test_a_deadlock_has_a_victim(own_engine, db_session):
    db_session.add_all([Customer(email="ada"), Customer(email="grace")])
    db_session.commit()
    barrier = threading.Barrier(2)

    def swap(order):
        with Session(own_engine) as session:
            session.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
            session.execute(text("UPDATE customers SET seen = now() WHERE id = :id"), {"id": order[0]})
            barrier.wait(10)
            try:
                session.execute(text("UPDATE customers SET seen = now() WHERE id = :id"), {"id": order[1]})
            except OperationalError as error:
                return "deadlock detected" in str(error)
            session.commit()
            return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(swap, [(1, 2), (2, 1)])) == [False, True]
