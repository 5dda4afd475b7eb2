"""Who leaves something in the database is named, where somebody wants to know."""

from __future__ import annotations

import textwrap

import pytest

pytestmark = pytest.mark.slow

SCHEMA = "CREATE TABLE orders (id integer PRIMARY KEY, amount int); CREATE TABLE customers (email text);"
TESTS = """
import pytest
from sqlalchemy import text


@pytest.fixture(scope="module")
def staff(db_engine):
    with db_engine.begin() as connection:
        connection.execute(text("INSERT INTO customers VALUES ('ada'), ('grace')"))


def test_of_rows(db_session):
    db_session.execute(text("INSERT INTO orders VALUES (1, 5), (2, 5), (3, 5)"))
    db_session.commit()


def test_that_tidies(db_session):
    db_session.execute(text("INSERT INTO orders VALUES (1, 5)"))
    db_session.rollback()


def test_of_less(db_session, staff):
    db_session.execute(text("DELETE FROM customers WHERE email = 'ada'"))
    db_session.commit()


def test_of_a_change(db_session, staff):
    db_session.execute(text("UPDATE customers SET email = upper(email)"))
    db_session.commit()


def test_that_reads(db_session, staff):
    assert db_session.scalar(text("SELECT count(*) FROM customers")) == 2
"""
TOLD = [
    "test_it.py::test_of_rows left 3 rows in orders",
    "test_it.py::test_of_less left 1 row fewer in customers",
    "test_it.py::test_of_a_change left changed rows in customers",
]


@pytest.fixture
def outcome_of(tmp_path, run_pytest):
    """A function: pytest's output for these tests with these keys of the table."""

    def run(tests, keys, *arguments, plugins=()):
        (tmp_path / "pyproject.toml").write_text(f'[tool.earnest.database]\nschema = "sql:s.sql"\n{keys}\n')
        (tmp_path / "s.sql").write_text(SCHEMA)
        (tmp_path / "test_it.py").write_text(textwrap.dedent(tests))
        return run_pytest(tmp_path, *arguments, plugins=plugins)

    return run


def told(outcome):
    """The lines of the summary."""
    _, _, after = outcome.stdout.partition("what tests left in the database")
    return [line for line in after.splitlines() if line.startswith("test_it.py")]


@pytest.mark.parametrize("engine", ["", 'server = "sqlite"'], ids=["PostgreSQL", "SQLite"])
def test_each_test_is_named_with_its_tables_and_rows(outcome_of, engine):
    """
    REAL BUG THIS CATCHES: a service commits where its caller should, and since tests are isolated nobody sees it.
    """
    outcome = outcome_of(TESTS, f'{engine}\nleaks = "report"')
    assert told(outcome) == TOLD, outcome.stdout
    assert "5 passed" in outcome.stdout


def test_the_summary_knows_what_workers_saw(outcome_of):
    """
    REAL BUG THIS CATCHES: under pytest-xdist the workers see the rows, and the one who writes the summary does not.
    """
    outcome = outcome_of(TESTS, 'leaks = "report"', "-n", "2", plugins=("xdist.plugin",))
    assert sorted(told(outcome)) == sorted(TOLD), outcome.stdout


def test_nothing_is_said_where_nobody_asks(outcome_of):
    """
    REAL BUG THIS CATCHES: tests that commit, as they may, fill the terminal with reproaches.
    """
    outcome = outcome_of(TESTS, "")
    assert "left" not in outcome.stdout
    assert "5 passed" in outcome.stdout


def test_a_file_that_cannot_be_collected_is_told_as_ever(outcome_of):
    """
    REAL BUG THIS CATCHES: the summary looks for what a test left in the report of a file, which has no such thing, and a typing
    error in a test ends in a traceback of pytest's own.
    """
    outcome = outcome_of("def test_of_nothing(:", "")
    assert "SyntaxError: invalid syntax" in outcome.stdout
    assert "1 error in " in outcome.stdout
    assert outcome.stderr == ""


def test_leaks_can_be_errors_and_are_taken_back_all_the_same(outcome_of):
    """
    REAL BUG THIS CATCHES: the first leak is an error, and its rows make the next test fail, too.
    """
    outcome = outcome_of(TESTS, 'leaks = "error"')
    assert "5 passed, 3 errors" in outcome.stdout
    assert "This test left 3 rows in orders" in outcome.stdout
    assert told(outcome) == TOLD


def test_more_than_rows_is_told(outcome_of):
    """
    REAL BUG THIS CATCHES: a two-phase commit that nobody finished holds its locks in production for ever.
    """
    tests = """
        import psycopg, pytest

        kept = []

        @pytest.fixture
        def connection(database_url):
            kept.append(psycopg.connect(database_url.dsn, autocommit=True))
            return kept[-1]

        def test_of_two_phases(connection):
            connection.execute("BEGIN")
            connection.execute("INSERT INTO customers VALUES ('ada')")
            connection.execute("PREPARE TRANSACTION 'later'")

        def test_in_the_middle(connection):
            connection.execute("BEGIN")
            connection.execute("INSERT INTO customers VALUES ('ada')")

        def test_of_a_picture(connection):
            connection.execute("SELECT lo_from_bytea(0, 'picture')")

        def test_of_tables(connection):
            connection.execute("DROP TABLE customers")
            connection.execute("INSERT INTO orders VALUES (1, 5)")
    """
    outcome = outcome_of(tests, 'leaks = "report"')
    assert told(outcome) == [
        "test_it.py::test_of_two_phases left 1 prepared transaction",
        "test_it.py::test_in_the_middle left 1 open transaction",
        "test_it.py::test_of_a_picture left 1 large object",
        "test_it.py::test_of_tables left 1 row in orders, changed definitions",
    ], outcome.stdout


def test_what_stays_on_the_server_is_always_named(outcome_of):
    """
    REAL BUG THIS CATCHES: a role that one test makes lets another pass, on the machine where the server was up already.
    """
    tests = """
        import psycopg

        def run(database_url, statement):
            with psycopg.connect(database_url.dsn, autocommit=True) as connection:
                connection.execute(statement)

        def test_of_a_role(database_url):
            run(database_url, "CREATE ROLE guest")

        def test_of_a_database(database_url):
            run(database_url, "CREATE DATABASE archive")

        def test_of_neither(database_url):
            run(database_url, "CREATE TABLE guest ()")

        def test_of_the_end(database_url):
            run(database_url, "DROP ROLE guest")
            run(database_url, "DROP DATABASE archive")
    """
    outcome = outcome_of(tests, "")
    assert "test_it.py::test_of_a_role has made the role 'guest'. That belongs to the whole server" in outcome.stdout
    assert "test_it.py::test_of_a_database has made the database 'archive'." in outcome.stdout
    assert "test_of_the_end has dropped the database 'archive' and has dropped the role 'guest'." in outcome.stdout
    assert "4 passed, 3 warnings" in outcome.stdout
