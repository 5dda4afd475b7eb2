import contextlib
import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text


def rows(connection, table="customers"):
    return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_a_bare_driver_commits(other):
    other.execute("INSERT INTO customers (email) VALUES ('ada')")
    assert rows(other) == 1


def test_a_bare_drivers_own_transactions(database_url):
    with contextlib.closing(sqlite3.connect(database_url.dsn)) as connection:
        with connection:
            connection.execute("INSERT INTO customers (email) VALUES ('ada')")
        with pytest.raises(ZeroDivisionError), connection:
            connection.execute("INSERT INTO customers (email) VALUES ('grace')")
            raise ZeroDivisionError
        assert rows(connection) == 1


def test_a_temporary_table(other):
    other.execute("CREATE TEMPORARY TABLE basket (item text)")
    other.execute("INSERT INTO basket VALUES ('tea')")
    assert rows(other, "basket") == 1


def test_a_temporary_table_of_a_session_lasts_through_its_commits(db_session):
    db_session.execute(text("CREATE TEMPORARY TABLE basket (item text)"))
    db_session.commit()
    assert db_session.scalar(text("SELECT count(*) FROM basket")) == 0


def test_a_table_that_a_test_makes(other):
    assert rows(other, "sqlite_master WHERE name = 'extra'") == 0
    other.execute("CREATE TABLE extra (a int)")


def test_a_table_that_another_test_makes_otherwise(own_engine):
    with own_engine.begin() as connection:
        connection.execute(text("CREATE TABLE extra (b text, c text)"))
        connection.execute(text("INSERT INTO extra VALUES ('b', 'c')"))
        assert connection.execute(text("SELECT * FROM extra")).all() == [("b", "c")]


def test_a_column_that_a_test_drops(other):
    assert rows(other, "orders WHERE amount > 0") == 0
    other.execute("DROP TABLE orders")
    with pytest.raises(sqlite3.OperationalError):
        rows(other, "orders")


def test_a_trigger_that_a_test_makes(other):
    other.execute(
        "CREATE TRIGGER loud AFTER INSERT ON customers BEGIN"
        " UPDATE customers SET email = upper(email) WHERE id = NEW.id; END"
    )
    other.execute("INSERT INTO customers (email) VALUES ('ada')")
    assert other.execute("SELECT email FROM customers").fetchone() == ("ADA",)


def test_no_trigger_is_left(other):
    other.execute("INSERT INTO customers (email) VALUES ('ada')")
    assert other.execute("SELECT email FROM customers").fetchone() == ("ada",)


def test_the_position_of_autoincrement(other):
    other.execute("INSERT INTO customers (id, email) VALUES (1000, 'ada')")
    other.execute("DELETE FROM customers")
    other.execute("INSERT INTO customers (email) VALUES ('grace')")
    assert other.execute("SELECT id FROM customers").fetchone() == (1001,)


def test_a_pragma_that_is_kept_in_the_file(other):
    assert other.execute("PRAGMA user_version").fetchone() == (0,)
    other.execute("PRAGMA user_version = 7")


def test_a_setting_of_a_session_ends_with_its_test(db_session):
    assert db_session.scalar(text("PRAGMA foreign_keys")) == 1
    db_session.rollback()
    db_session.connection(execution_options={"isolation_level": "AUTOCOMMIT"}).execute(text("PRAGMA foreign_keys = OFF"))
    assert db_session.scalar(text("PRAGMA foreign_keys")) == 0


def test_vacuum(db_engine):
    with db_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("INSERT INTO customers (email) VALUES ('ada')"))
        connection.execute(text("VACUUM"))


def test_ten_thousand_rows(other):
    assert rows(other) == 0
    other.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
        " INSERT INTO customers (email) SELECT 'customer ' || i FROM n"
    )
    assert rows(other) == 10000


@pytest.fixture(scope="module")
def forgotten():
    """Connections that nobody closes in time."""
    connections = []
    yield connections
    for connection in reversed(connections):
        connection.close()


def test_a_transaction_that_is_left_open(database_url, forgotten):
    forgotten.append(sqlite3.connect(database_url.dsn))
    forgotten[-1].execute("INSERT INTO customers (email) VALUES ('ada')")


def test_a_query_that_is_left_unfinished(database_url, forgotten):
    with contextlib.closing(sqlite3.connect(database_url.dsn)) as connection, connection:
        connection.executemany("INSERT INTO customers (email) VALUES (?)", [("ada",), ("grace",)])
    forgotten.append(sqlite3.connect(database_url.dsn))
    forgotten.append(forgotten[-1].execute("SELECT email FROM customers"))
    assert forgotten[-1].fetchone() == ("ada",)


def test_the_file_is_free_for_the_next(other):
    other.execute("PRAGMA busy_timeout = 100")
    other.execute("INSERT INTO customers (email) VALUES ('ada')")
    assert rows(other) == 1


def test_a_process_that_dies_in_the_middle_of_a_transaction(database_url, other):
    child = os.fork()
    if child == 0:
        connection = sqlite3.connect(database_url.dsn, isolation_level=None)
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO customers (email) VALUES (?)", ((str(n) * 90,) for n in range(5000)))
        os._exit(9)
    os.waitpid(child, 0)
    assert rows(other) == 0


def test_the_file_may_go_away(database_url, own_engine):
    own_engine.dispose()  # whoever is connected stays in the file that is gone
    Path(database_url.dsn).unlink()


def test_the_file_may_be_spoilt(database_url, own_engine):
    own_engine.dispose()
    Path(database_url.dsn).write_bytes(b"not a database at all" * 1000)


def test_a_database_of_ones_own(committing_database, other):
    with contextlib.closing(sqlite3.connect(committing_database.dsn, isolation_level=None)) as connection:
        connection.execute("INSERT INTO customers (email) VALUES ('ada')")
        connection.execute("DROP TABLE orders")
        assert rows(connection) == 1
    assert rows(other) == 0
    assert rows(other, "orders") == 0
