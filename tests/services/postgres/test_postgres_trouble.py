"""What users get wrong: one sentence each, and the other tests still run."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow

TESTS = """
def test_of_the_database(database_url):
    import psycopg
    with psycopg.connect(database_url.dsn) as connection:
        assert connection.execute("SELECT count(*) FROM things").fetchone() == (0,)

def test_of_something_else():
    assert True
"""


@pytest.fixture
def outcome_of(tmp_path, run_pytest):
    """A function: pytest's output for a project with this schema and these files."""

    def run(schema, files=None, **variables):
        root = tmp_path / "project"
        root.mkdir(exist_ok=True)
        database = f'[tool.earnest.database]\nschema = "{schema}"\n' if schema else ""
        (root / "pyproject.toml").write_text(f'[tool.pytest.ini_options]\npythonpath = ["."]\n{database}')
        (root / "test_it.py").write_text(TESTS)
        for name, text in (files or {}).items():
            (root / name).write_text(text)
        return run_pytest(root, "-q", plugins=(), **variables)

    return run


@pytest.mark.parametrize(
    ("schema", "files", "told"),
    [
        ("sql:absent.sql", {}, "absent.sql cannot be read: No such file or directory."),
        ("sql:s.sql", {"s.sql": "CREATE TABLE a (x int);\n\nCREATE TABEL b ();"}, 'syntax error at or near "TABEL" ('),
        (
            "sql:s.sql",
            {"s.sql": "CREATE EXTENSION nonesuch"},
            "this server lacks it: install it there, or name a server",
        ),
        ("absent.models:metadata", {}, "ModuleNotFoundError: No module named 'absent'"),
        (
            "made:build",
            {"made.py": "def build(url):\n    raise ValueError('no such tenant')"},
            "ValueError: no such tenant (",
        ),
        ("made:NUMBER", {"made.py": "NUMBER = 3"}, "The schema 'made:NUMBER' is a int."),
        ("alembic:alembic.ini", {}, "there is no file"),
    ],
)
def test_a_broken_schema_is_the_users_error_with_its_place(outcome_of, schema, files, told):
    """
    REAL BUG THIS CATCHES: twenty lines of traceback through SQLAlchemy, in which the one wrong word cannot be found.
    """
    outcome = outcome_of(schema, files)
    assert told in outcome.stdout
    assert "Traceback" not in outcome.stdout
    assert "During handling of" not in outcome.stdout
    assert "1 passed, 1 error" in outcome.stdout


def test_the_line_of_a_wrong_statement_is_told(outcome_of):
    """
    REAL BUG THIS CATCHES: "syntax error" for a file of a thousand lines.
    """
    outcome = outcome_of("sql:s.sql", {"s.sql": "CREATE TABLE a (x int);\n\nCREATE TABEL b ();"})
    assert "s.sql:3)" in outcome.stdout


def test_a_schema_that_fails_half_way_leaves_nothing_to_the_next_run(outcome_of):
    """
    REAL BUG THIS CATCHES: half a schema is kept as the template, and the mended one is never built.
    """
    code = "import psycopg\ndef build(url):\n    with psycopg.connect(url.replace('+psycopg', ''), autocommit=True) as c:\n"
    half = code + "        c.execute('CREATE TABLE things (x int)')\n        raise RuntimeError('half-way')\n"
    assert "half-way" in outcome_of("made:build", {"made.py": half}).stdout
    whole = code + "        c.execute('CREATE TABLE things (x int)')\n"
    assert "2 passed" in outcome_of("made:build", {"made.py": whole}).stdout


def test_a_schema_is_built_anew_when_its_file_changes(outcome_of):
    """
    REAL BUG THIS CATCHES: a new column is missing until somebody clears a cache that nobody knows of.
    """
    assert "2 passed" in outcome_of("sql:s.sql", {"s.sql": "CREATE TABLE things (x int)"}).stdout
    told = outcome_of("sql:s.sql", {"s.sql": "CREATE TABLE thingies (x int)"}).stdout
    assert 'relation "things" does not exist' in told


def test_a_server_that_does_not_answer(outcome_of):
    """
    REAL BUG THIS CATCHES: a wrong port in TEST_DATABASE_URL ends in a silent fall-back to another server.
    """
    outcome = outcome_of("", TEST_DATABASE_URL="postgresql://u:geheim@127.0.0.1:1/x")
    assert "TEST_DATABASE_URL cannot be reached at 127.0.0.1:1" in outcome.stdout
    assert "Connection refused" in outcome.stdout
    assert "geheim" not in outcome.stdout
    assert "1 passed, 1 error" in outcome.stdout


def test_an_unknown_key_of_the_table(outcome_of, tmp_path):
    """
    REAL BUG THIS CATCHES: a misspelt key is ignored, and the tests run without their tables.
    """
    outcome_of("sql:s.sql", {"s.sql": "CREATE TABLE things (x int)"})
    file = tmp_path / "project" / "pyproject.toml"
    told = outcome_of("", {"pyproject.toml": file.read_text().replace("schema", "shema")}).stdout
    assert "database.shema: unknown key; did you mean 'schema'?" in told


def test_a_server_of_ones_own_is_used_and_left_as_it_was(outcome_of, server):
    """
    REAL BUG THIS CATCHES: a test database on the developers' server is dropped, because it had the name that we wanted.
    """
    from earnest.services.postgres.address import Address
    from earnest.services.postgres.cluster import PORT, USER
    from earnest.services.postgres.connection import connect

    address = Address.on_socket(server.sockets, USER, PORT)
    names = "SELECT array_agg(datname ORDER BY 1) FROM pg_database WHERE datname !~ '^earnest_template_'"
    with connect(address.on("postgres")) as connection:
        connection.execute("CREATE DATABASE myapp_test")
        before = connection.execute(names).fetchone()
        outcome = outcome_of(
            "sql:s.sql", {"s.sql": "CREATE TABLE things (x int)"}, TEST_DATABASE_URL=address.on("myapp_test").url()
        )
        assert "2 passed" in outcome.stdout
        assert connection.execute(names).fetchone() == before
    with connect(address.on("myapp_test")) as connection:
        assert connection.execute("SELECT to_regclass('things')").fetchone() == (None,)
