import psycopg
import pytest


def rows(connection, table="customers"):
    return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_a_bare_driver_commits(other):
    other.execute("INSERT INTO customers (email) VALUES ('ada')")
    assert rows(other) == 1


def test_a_bare_drivers_transaction_rolls_back(other):
    with pytest.raises(ZeroDivisionError), other.transaction():
        other.execute("INSERT INTO customers (email) VALUES ('ada')")
        raise ZeroDivisionError
    assert rows(other) == 0


def test_a_notification_arrives(other, database_url):
    other.execute("LISTEN news")
    with psycopg.connect(database_url.dsn) as sender:
        sender.execute("NOTIFY news, 'hello'")
    assert [note.payload for note in other.notifies(timeout=5, stop_after=1)] == ["hello"]


def test_a_notification_of_a_rolled_back_transaction_does_not_arrive(other, database_url):
    other.execute("LISTEN news")
    with psycopg.connect(database_url.dsn) as sender:
        sender.execute("NOTIFY news, 'never'")
        sender.rollback()
        sender.execute("NOTIFY news, 'after'")
    assert [note.payload for note in other.notifies(timeout=5, stop_after=1)] == ["after"]


def test_an_advisory_lock_keeps_others_out(other, database_url):
    other.execute("SELECT pg_advisory_lock(7)")
    with psycopg.connect(database_url.dsn) as another:
        assert another.execute("SELECT pg_try_advisory_lock(7)").fetchone() == (False,)


def test_an_advisory_lock_of_a_transaction_ends_with_it(other, database_url):
    with other.transaction():
        other.execute("SELECT pg_advisory_xact_lock(7)")
    with psycopg.connect(database_url.dsn) as another:
        assert another.execute("SELECT pg_try_advisory_lock(7)").fetchone() == (True,)


def test_copy_in_and_out(other):
    with other.cursor().copy("COPY customers (email) FROM STDIN") as copy:
        copy.write("ada\ngrace\n")
    with other.cursor().copy("COPY (SELECT id, email FROM customers ORDER BY id) TO STDOUT") as copy:
        assert b"".join(bytes(block) for block in copy) == b"1\tada\n2\tgrace\n"


def test_a_large_object(other):
    number = other.execute("SELECT lo_from_bytea(0, %s)", (b"picture",)).fetchone()[0]
    assert other.execute("SELECT lo_get(%s)", (number,)).fetchone() == (b"picture",)
    assert rows(other, "pg_largeobject_metadata") == 1


def test_a_temporary_table(other):
    other.execute("CREATE TEMPORARY TABLE basket (item text)")
    other.execute("INSERT INTO basket VALUES ('tea')")
    assert rows(other, "basket") == 1


def test_a_temporary_table_of_one_transaction(other):
    with other.transaction():
        other.execute("CREATE TEMPORARY TABLE basket ON COMMIT DROP AS SELECT 1")
    assert other.execute("SELECT to_regclass('basket')").fetchone() == (None,)


def test_a_table_that_a_test_makes(other):
    assert other.execute("SELECT to_regclass('extra')").fetchone() == (None,)
    other.execute("CREATE TABLE extra (a int)")


def test_a_column_that_a_test_drops(other):
    assert other.execute("SELECT count(seen) FROM customers").fetchone() == (0,)
    other.execute("ALTER TABLE customers DROP COLUMN seen")
    with pytest.raises(psycopg.errors.UndefinedColumn):
        other.execute("SELECT seen FROM customers")


def test_a_default_that_a_test_changes(other):
    other.execute("INSERT INTO customers (email) VALUES ('ada')")
    assert other.execute("SELECT seen > '2000-01-01' FROM customers").fetchone() == (True,)
    other.execute("ALTER TABLE customers ALTER COLUMN seen SET DEFAULT '1999-01-01'")
    other.execute("INSERT INTO customers (email) VALUES ('grace')")
    assert other.execute("SELECT min(seen) < '2000-01-01' FROM customers").fetchone() == (True,)


def test_a_function_that_a_test_makes(other):
    other.execute("CREATE FUNCTION double(a int) RETURNS int LANGUAGE sql AS 'SELECT 2 * a'")
    assert other.execute("SELECT double(4)").fetchone() == (8,)


def test_a_trigger_that_a_test_makes(other):
    other.execute(
        "CREATE FUNCTION upper_email() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN NEW.email := upper(NEW.email); RETURN NEW; END $$"
    )
    other.execute("CREATE TRIGGER loud BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION upper_email()")
    other.execute("INSERT INTO customers (email) VALUES ('ada')")
    assert other.execute("SELECT email FROM customers").fetchone() == ("ADA",)


def test_no_trigger_is_left(other):
    other.execute("INSERT INTO customers (email) VALUES ('ada')")
    assert other.execute("SELECT email FROM customers").fetchone() == ("ada",)


def test_a_view_and_a_type_that_a_test_makes(other):
    other.execute("CREATE TYPE mood AS ENUM ('calm')")
    other.execute("CREATE VIEW names AS SELECT email FROM customers")
    assert rows(other, "names") == 0


def test_truncate(other):
    other.execute("INSERT INTO customers (email) VALUES ('ada')")
    other.execute("TRUNCATE customers RESTART IDENTITY CASCADE")
    other.execute("INSERT INTO customers (email) VALUES ('grace')")
    assert other.execute("SELECT id, email FROM customers").fetchall() == [(1, "grace")]


def test_a_prepared_transaction(other):
    other.execute("BEGIN")
    other.execute("INSERT INTO customers (email) VALUES ('ada')")
    other.execute("PREPARE TRANSACTION 'later'")
    assert rows(other) == 0
    assert rows(other, "pg_prepared_xacts") == 1


@pytest.fixture(scope="module")
def forgotten():
    """Connections that nobody closes in time."""
    connections = []
    yield connections
    for connection in connections:
        connection.close()


def test_a_transaction_that_is_left_open(database_url, forgotten):
    forgotten.append(psycopg.connect(database_url.dsn))
    forgotten[-1].execute("INSERT INTO customers (email) VALUES ('ada')")


def test_a_change_of_a_table_that_is_left_open(database_url, forgotten):
    forgotten.append(psycopg.connect(database_url.dsn))
    forgotten[-1].execute("ALTER TABLE customers ADD extra int")


def test_a_lock_that_is_left_held(database_url, forgotten):
    forgotten.append(psycopg.connect(database_url.dsn))
    forgotten[-1].execute("LOCK TABLE customers IN ACCESS EXCLUSIVE MODE")


def test_the_open_transaction_of_another_test_is_over(other):
    other.execute("SET lock_timeout = '5s'")
    other.execute("INSERT INTO customers (email) VALUES ('ada')")
    assert rows(other) == 1


def test_a_sequence_that_is_moved(other):
    other.execute("SELECT setval('customers_id_seq', 1000)")
    other.execute("INSERT INTO customers (email) VALUES ('ada')")
    assert other.execute("SELECT id FROM customers").fetchone() == (1001,)


def test_a_setting_of_the_session_ends_with_it(other):
    assert other.execute("SHOW statement_timeout").fetchone() == ("0",)
    other.execute("SET statement_timeout = '5s'")


def test_every_connection_is_ended(other, database_url):
    with psycopg.connect(database_url.dsn, autocommit=True) as another:
        another.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        another.execute("INSERT INTO customers (email) VALUES ('ada')")
    with pytest.raises(psycopg.OperationalError):
        other.execute("SELECT 1")


def test_a_database_of_ones_own(committing_database, other):
    with psycopg.connect(committing_database.dsn, autocommit=True) as connection:
        connection.execute("INSERT INTO customers (email) VALUES ('ada')")
        connection.execute("DROP TABLE orders")
        assert rows(connection) == 1
    assert rows(other) == 0
    assert rows(other, "orders") == 0
