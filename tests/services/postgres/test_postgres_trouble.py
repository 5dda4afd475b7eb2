"""What users get wrong: one sentence each, and the other tests still run."""

from __future__ import annotations

import contextlib
import dataclasses
import socketserver
import struct
import threading

import pytest

from earnest.services.postgres.address import Address
from earnest.services.postgres.cluster import PORT, USER
from earnest.services.postgres.connection import connect

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
            (root / name).parent.mkdir(parents=True, exist_ok=True)
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
            "this server lacks the extension: install it there, or name another with",
        ),
        ("absent.models:metadata", {}, "ModuleNotFoundError: No module named 'absent'"),
        (
            "made:build",
            {"made.py": "def build(url):\n    raise ValueError('no such tenant')"},
            "ValueError: no such tenant (",
        ),
        (
            "made:build",
            {
                "made.py": "import sqlalchemy as s\ndef build(url):\n    with s.create_engine(url).begin() as c:\n"
                "        c.execute(s.text('CREATE EXTENSION nonesuch'))\n"
            },
            'extension "nonesuch" is not available (',
        ),
        (
            "made:build",
            {
                "made.py": "import sqlalchemy as s\ndef build(url):\n    with s.create_engine(url).begin() as c:\n"
                "        c.execute(s.text('CREATE EXTENSION nonesuch'))\n"
            },
            "this server lacks the extension: install it there, or name another with",
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


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("localhost:5432", "it begins with localhost, not with postgresql"),
        ("mysql://u:geheim@localhost/x", "it begins with mysql, not with postgresql"),
        ("postgresql://u:geheim@localhost:port/x", "Port could not be cast to integer value as 'port'"),
        ("postgresql://u:geheim@localhost:99999/x", "Port out of range 0-65535"),
    ],
)
def test_a_url_that_is_none(outcome_of, url, why):
    """
    REAL BUG THIS CATCHES: a typing error in a variable of the CI ends in a traceback, with the password in it.
    """
    outcome = outcome_of("", TEST_DATABASE_URL=url)
    assert "is not the URL of a PostgreSQL server" in outcome.stdout
    assert why in outcome.stdout
    assert "It should look like postgresql://user:password@localhost:5432" in outcome.stdout
    assert "geheim" not in outcome.stdout
    assert "1 passed, 1 error" in outcome.stdout


def test_a_wrong_password_and_a_user_who_may_not(outcome_of, server):
    """
    REAL BUG THIS CATCHES: the server's own words come twenty frames deep, and nobody says which variable to mend.
    """
    address = Address.on_socket(server.sockets, USER, PORT).on("postgres")
    rules = server.data / "pg_hba.conf"
    with connect(address) as connection:
        connection.execute("CREATE ROLE guest LOGIN PASSWORD 'right'")
        rules.write_text(f"local all guest scram-sha-256\n{rules.read_text()}")
        connection.execute("SELECT pg_reload_conf()")
    guest = dataclasses.replace(address, user="guest", password="wrong")
    refused = outcome_of("", TEST_DATABASE_URL=guest.url()).stdout
    assert 'password authentication failed for user "guest"' in refused
    assert "Start that server, or mend the URL" in refused
    assert "wrong" not in refused
    assert "1 passed, 1 error" in refused
    powerless = outcome_of("", TEST_DATABASE_URL=dataclasses.replace(guest, password="right").url()).stdout
    assert "The user 'guest' of TEST_DATABASE_URL may not create databases." in powerless
    assert 'ALTER ROLE "guest" CREATEDB.' in powerless
    assert "1 passed, 1 error" in powerless


def test_a_server_that_is_too_old(outcome_of):
    """
    REAL BUG THIS CATCHES: a syntax error at WITH (FORCE) is all that somebody with PostgreSQL 11 is told.
    """
    with old_server("11.22") as port:
        told = outcome_of("", TEST_DATABASE_URL=f"postgresql://u@127.0.0.1:{port}/x").stdout
    assert (
        "The server that TEST_DATABASE_URL names is PostgreSQL 11.22, and the tests need PostgreSQL 13 or later."
        in told
    )
    assert "take the variable away: Earnest then starts one of its own" in told
    assert "1 passed, 1 error" in told


def test_a_migration_that_fails_half_way_leaves_nothing_to_the_next_run(outcome_of):
    """
    REAL BUG THIS CATCHES: the first migration's table is in the template already, and the mended second one never runs.
    """
    head = "def upgrade():\n    from alembic import op\n    op.execute('"
    env = (
        "from alembic import context\nfrom sqlalchemy import create_engine\n"
        "with create_engine(context.config.get_main_option('sqlalchemy.url')).connect() as connection:\n"
        "    context.configure(connection=connection, transaction_per_migration=True)\n"
        "    with context.begin_transaction():\n        context.run_migrations()\n"
    )
    files = {
        "alembic.ini": "[alembic]\nscript_location = %(here)s/steps\n",
        "steps/env.py": env,
        "steps/versions/1.py": f"revision = '1'\ndown_revision = None\n{head}CREATE TABLE things (x int)')\n",
    }
    broken = f"revision = '2'\ndown_revision = '1'\n{head}ALTER TABEL things ADD y int')\n"
    failed = outcome_of("alembic:alembic.ini", files | {"steps/versions/2.py": broken}).stdout
    assert 'syntax error at or near "TABEL"' in failed
    assert "steps/versions/2.py:5)" in failed
    assert "Traceback" not in failed
    assert "1 passed, 1 error" in failed
    mended = outcome_of("alembic:alembic.ini", {"steps/versions/2.py": broken.replace("TABEL", "TABLE")}).stdout
    assert "2 passed" in mended, mended


def test_a_template_that_somebody_is_connected_to(outcome_of, server):
    """
    REAL BUG THIS CATCHES: a look at the template with psql makes every run wait, or end the connection of whoever looks.
    """
    address = Address.on_socket(server.sockets, USER, PORT)
    variables = {"TEST_DATABASE_URL": address.url()}
    assert "2 passed" in outcome_of("sql:s.sql", {"s.sql": "CREATE TABLE things (x int)"}, **variables).stdout
    with connect(address.on("postgres")) as connection:
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, 'earnest_template_')"
        (name,) = connection.execute(query).fetchone()
    with connect(address.on(name)) as connection:
        told = outcome_of("sql:s.sql", {}, **variables).stdout
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert f"The template database '{name}' is in use, and stays so. Close the connections to it" in told
    assert "1 passed, 1 error" in told


@contextlib.contextmanager
def old_server(version):
    """Speaks just enough of PostgreSQL's protocol to say how old it is; yields its port."""

    def message(kind, body):
        return kind + struct.pack("!i", len(body) + 4) + body

    parameters = {"server_version": version, "client_encoding": "UTF8", "server_encoding": "UTF8"}
    hello = message(b"R", struct.pack("!i", 0))
    hello += b"".join(message(b"S", f"{name}\0{value}\0".encode()) for name, value in parameters.items())
    hello += message(b"K", struct.pack("!ii", 1, 1)) + message(b"Z", b"I")

    class Guest(socketserver.BaseRequestHandler):
        def handle(self):
            while True:
                (length,) = struct.unpack("!i", self.request.recv(4))
                (code,) = struct.unpack("!i", self.request.recv(length - 4)[:4])
                if code == 196608:  # a start-up message; before it, requests for encryption
                    break
                self.request.sendall(b"N")
            self.request.sendall(hello)
            self.request.recv(1)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Guest) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


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
