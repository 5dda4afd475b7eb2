"""The schema, as Alembic makes it."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]


@pytest.fixture
def database(committing_database):
    """A synchronous engine on a database of this test's own, with the schema."""
    engine = create_engine(committing_database.psycopg)
    yield engine
    engine.dispose()


@pytest.fixture
def alembic(committing_database):
    """The configuration of the project, for that database."""
    config = Config(str(ROOT / "alembic.ini"))
    config.set_main_option("sqlalchemy.url", committing_database.asyncpg.replace("%", "%%"))
    return config


def tables(database):
    return set(inspect(database).get_table_names()) - {"alembic_version"}


def test_the_migrations_build_what_the_models_say(alembic):
    """No drift between the two.

    REAL BUG THIS CATCHES: a column is added to the model and not to a migration: the tests pass, the deployment fails.
    """
    command.check(alembic)


def test_every_migration_can_be_taken_back_and_made_again(alembic, database):
    """Down to nothing, up to the whole.

    REAL BUG THIS CATCHES: a downgrade leaves an index or a table behind, and the deployment that was rolled back cannot go
    forward any more.
    """
    command.downgrade(alembic, "base")
    assert tables(database) == set()

    command.upgrade(alembic, "head")
    assert tables(database) == {"users"}
    command.check(alembic)


def test_each_single_step_can_be_taken_back(alembic, database):
    """One by one, as a deployment does.

    REAL BUG THIS CATCHES: a downgrade that works only together with the one before it.
    """
    revisions = [revision.revision for revision in ScriptDirectory.from_config(alembic).walk_revisions()]

    for revision in revisions:
        command.downgrade(alembic, "-1")
        command.upgrade(alembic, "+1")
        with database.connect() as connection:
            assert connection.scalar(text("SELECT version_num FROM alembic_version")) == revision
        command.downgrade(alembic, "-1")

    assert tables(database) == set()


def test_there_is_one_head(alembic):
    """One way forward.

    REAL BUG THIS CATCHES: two branches of work each add a migration, and `alembic upgrade head` refuses to choose.
    """
    assert len(ScriptDirectory.from_config(alembic).get_heads()) == 1


def test_the_database_refuses_a_second_account_by_itself(database):
    """Whatever the application does.

    REAL BUG THIS CATCHES: the unique index is lost in a migration, and two requests at once make two accounts.
    """
    (index,) = inspect(database).get_indexes("users")

    assert (index["name"], index["column_names"], index["unique"]) == ("ix_users_email", ["email"], True)


def test_the_statements_can_be_read_beforehand(alembic, capsys):
    """`alembic upgrade head --sql`, for whoever has to approve them.

    REAL BUG THIS CATCHES: the offline mode of env.py is broken, and nobody notices until it is needed.
    """
    command.upgrade(alembic, "head", sql=True)

    shown = capsys.readouterr().out
    assert "CREATE TABLE users" in shown
    assert "CREATE UNIQUE INDEX ix_users_email ON users (email)" in shown
