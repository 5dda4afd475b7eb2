"""What users get wrong with SQLite: one sentence each, and the other tests still run."""

from __future__ import annotations

import sqlite3

import pytest

pytestmark = pytest.mark.slow

TESTS = """
def test_of_the_database(database_url):
    import sqlite3
    assert sqlite3.connect(database_url.dsn).execute("SELECT count(*) FROM things").fetchone() == (0,)

def test_of_something_else():
    assert True
"""
THINGS = {"s.sql": "CREATE TABLE things (x int);"}


@pytest.fixture
def outcome_of(tmp_path, run_pytest):
    """A function: pytest's output for a project with this schema, these files and these tests."""

    def run(schema, files=None, *, tests=TESTS, keys='server = "sqlite"', plugins=(), **variables):
        root = tmp_path / "project"
        root.mkdir(exist_ok=True)
        told = f'schema = "{schema}"\n' if schema else ""
        (root / "pyproject.toml").write_text(
            f'[tool.pytest.ini_options]\npythonpath = ["."]\n[tool.earnest.database]\n{keys}\n{told}'
        )
        (root / "test_it.py").write_text(tests)
        for name, text in (files or {}).items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text(text)
        return run_pytest(root, "-q", plugins=plugins, **variables)

    return run


@pytest.mark.parametrize(
    ("schema", "files", "told"),
    [
        ("sql:s.sql", {"s.sql": "CREATE TABLE a (x int);\n\nCREATE TABEL b ();"}, "s.sql:3)"),
        (
            "sql:s.sql",
            {"s.sql": "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;"},
            "no such table: main.a (",
        ),
        (
            "sql:s.sql",
            {"s.sql": "\nCREATE VIRTUAL TABLE v USING nonesuch(a);"},
            "lacks the extension: use a Python whose",
        ),
        ("made:build", {"made.py": "def build(url):\n    raise ValueError('no such tenant')"}, "no such tenant ("),
        (
            "made:build",
            {
                "made.py": "import sqlite3\nkept = []\ndef build(url):\n"
                "    kept.append(sqlite3.connect(url.removeprefix('sqlite:///')))\n"
                "    kept[0].execute('CREATE TABLE things (x int)')\n    kept[0].execute('INSERT INTO things VALUES (1)')\n"
            },
            "has left a transaction open in its database. Commit and close it there.",
        ),
    ],
)
def test_a_broken_schema_is_the_users_error_with_its_place(outcome_of, schema, files, told):
    """
    REAL BUG THIS CATCHES: twenty lines of traceback, in which the one wrong word cannot be found.
    """
    outcome = outcome_of(schema, files)
    assert told in outcome.stdout, outcome.stdout
    assert "Traceback" not in outcome.stdout
    assert "1 passed, 1 error" in outcome.stdout


def test_a_schema_is_kept_from_run_to_run_and_built_anew_when_its_file_changes(outcome_of):
    """
    REAL BUG THIS CATCHES: a new column is missing until somebody clears a cache that nobody knows of.
    """
    assert "2 passed" in outcome_of("sql:s.sql", THINGS).stdout
    assert "2 passed" in outcome_of("sql:s.sql", THINGS).stdout
    told = outcome_of("sql:s.sql", {"s.sql": "CREATE TABLE thingies (x int)"}).stdout
    assert "no such table: things" in told


def test_migrations_build_the_file_also_those_with_an_async_engine(outcome_of):
    """
    REAL BUG THIS CATCHES: an env.py with create_async_engine is given a URL for the driver that is not for asyncio.
    """
    migration = "revision = '1'\ndown_revision = None\ndef upgrade():\n    from alembic import op\n    op.execute('CREATE TABLE things (x int)')"
    env = (
        "import asyncio\nfrom alembic import context\nfrom sqlalchemy.ext.asyncio import create_async_engine\n"
        "def run(connection):\n    context.configure(connection=connection)\n    with context.begin_transaction():\n"
        "        context.run_migrations()\nasync def main():\n"
        "    engine = create_async_engine(context.config.get_main_option('sqlalchemy.url'))\n"
        "    async with engine.begin() as connection:\n        await connection.run_sync(run)\n    await engine.dispose()\n"
        "asyncio.run(main())\n"
    )
    files = {"alembic.ini": "[alembic]\nscript_location = %(here)s/alembic\n", "alembic/env.py": env}
    outcome = outcome_of("alembic:alembic.ini", files | {"alembic/versions/1.py": migration})
    assert "2 passed" in outcome.stdout, outcome.stdout


def test_no_schema_is_an_empty_file_that_tests_may_fill(outcome_of):
    """
    REAL BUG THIS CATCHES: a project that makes its tables in a fixture has no file to make them in.
    """
    tests = """
        import sqlite3, pytest

        @pytest.fixture(scope="module")
        def things(database_url):
            sqlite3.connect(database_url.dsn).execute("CREATE TABLE things (x int)")

        @pytest.mark.parametrize("turn", [1, 2])
        def test_of_things(things, turn, database_url):
            connection = sqlite3.connect(database_url.dsn, isolation_level=None)
            connection.execute("INSERT INTO things VALUES (1)")
            assert connection.execute("SELECT count(*) FROM things").fetchone() == (1,)
    """
    import textwrap

    assert "2 passed" in outcome_of("", tests=textwrap.dedent(tests)).stdout


def test_a_url_chooses_sqlite_and_its_file_is_not_touched(outcome_of, tmp_path):
    """
    REAL BUG THIS CATCHES: the developer's own database is emptied, because a variable named it.
    """
    mine = tmp_path / "mine.db"
    with sqlite3.connect(mine) as connection:
        connection.execute("CREATE TABLE precious (x int)")
    before = mine.read_bytes()
    outcome = outcome_of("sql:s.sql", THINGS, keys="", TEST_DATABASE_URL=f"sqlite:///{mine}")
    assert "2 passed" in outcome.stdout, outcome.stdout
    assert mine.read_bytes() == before


def test_a_version_of_sqlite_cannot_be_asked_for(outcome_of):
    """
    REAL BUG THIS CATCHES: version = 16 beside server = "sqlite" is ignored, and somebody believes to test PostgreSQL 16.
    """
    outcome = outcome_of("sql:s.sql", THINGS, keys='server = "sqlite"\nversion = 16')
    assert "database.version: SQLite comes with Python, in one version; take it out" in outcome.stdout


def test_a_transaction_that_another_process_keeps_open_is_the_tests_error(outcome_of):
    """
    REAL BUG THIS CATCHES: a forgotten process makes `database is locked` in every later test, and nobody knows whose it is.
    """
    tests = """
        import sqlite3, subprocess, sys

        CODE = (
            "import sqlite3, sys\\nc = sqlite3.connect(sys.argv[1], isolation_level=None)\\nc.execute('BEGIN IMMEDIATE')\\n"
            "print('ready', flush=True)\\nsys.stdin.read()"
        )

        def test_of_the_process(database_url):
            global child
            command = [sys.executable, "-c", CODE, database_url.dsn]
            child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            assert child.stdout.readline() == "ready\\n"

        def test_of_the_next(database_url):
            connection = sqlite3.connect(database_url.dsn, timeout=0, isolation_level=None)
            connection.execute("INSERT INTO things VALUES (1)")
            child.communicate("")
    """
    import textwrap

    outcome = outcome_of("sql:s.sql", THINGS, tests=textwrap.dedent(tests))
    assert "2 passed, 1 error" in outcome.stdout, outcome.stdout
    assert "ERROR at teardown of test_of_the_process" in outcome.stdout
    assert "has left a transaction open in another thread or process" in outcome.stdout
    assert "Traceback" not in outcome.stdout
