"""What a project says about the engine of its production database, and the warning that follows."""

from __future__ import annotations

import re

import pytest

from earnest.services.sqlite.production import AnotherEngineWarning, production_engine, warn_of_another_engine

PROJECT = "[project]\nname = 'shop'\nversion = '1'\n"


@pytest.mark.parametrize(
    ("files", "place"),
    [
        (
            {"pyproject.toml": f"{PROJECT}dependencies = [\n  'flask',\n  'psycopg[binary]>=3.2',\n]"},
            "pyproject.toml:6",
        ),
        ({"requirements.txt": "flask\nasyncpg==0.30\n"}, "requirements.txt:2"),
        ({".env.example": "# local\nDATABASE_URL=postgresql+asyncpg://shop:geheim@db/shop\n"}, ".env.example:2"),
        ({"alembic.ini": "[alembic]\nsqlalchemy.url = postgresql://localhost/shop\n"}, "alembic.ini:2"),
        ({"docker-compose.yml": "services:\n  db:\n    image: postgres:16-alpine\n"}, "docker-compose.yml:3"),
        ({"app/settings.py": "URL = 'postgresql://localhost/shop'\n"}, "app/settings.py:1"),
    ],
)
def test_the_line_that_names_postgresql_is_found(tmp_path, files, place):
    """
    REAL BUG THIS CATCHES: a suite that is green on SQLite, and a release that fails on PostgreSQL's first constraint.
    """
    write(tmp_path, files)
    found = production_engine(tmp_path)
    assert found is not None
    assert (found.engine, f"{found.file}:{found.line}") == ("PostgreSQL", place)
    assert "geheim" not in found.text


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"pyproject.toml": PROJECT},
        {
            "pyproject.toml": f"{PROJECT}dependencies = ['flask']\n[project.optional-dependencies]\npostgres = ['psycopg']"
        },
        {"pyproject.toml": f"{PROJECT}dependencies = ['psycopg', 'aiosqlite']"},
        {"pyproject.toml": f"{PROJECT}dependencies = ['psycopg']", ".env.example": "DATABASE_URL=sqlite:///shop.db\n"},
        {"tests/settings.py": "URL = 'postgresql://localhost/shop'\n"},
        {"settings.py": "# URL = 'postgresql://localhost/shop'\n"},
        {"alembic.ini": "[alembic]\nsqlalchemy.url = driver://user:pass@localhost/dbname\n"},
        {"requirements.txt": "psycopg-of-somebody\n"},
    ],
)
def test_nothing_is_said_where_nobody_knows(tmp_path, files):
    """
    REAL BUG THIS CATCHES: a warning in a project that does run on SQLite; the next ones are not read any more.
    """
    write(tmp_path, files)
    assert production_engine(tmp_path) is None


def test_the_warning_names_its_evidence_and_the_cure(tmp_path):
    """
    REAL BUG THIS CATCHES: "engine mismatch", and nobody knows which file says so.
    """
    write(tmp_path, {".env.example": "DATABASE_URL=postgresql://shop:geheim@db/shop\n"})
    with pytest.warns(AnotherEngineWarning) as caught:
        warn_of_another_engine(tmp_path)
    told = str(caught[0].message)
    assert "production on PostgreSQL: .env.example:1 has 'postgresql://'" in told
    assert 'Without server = "sqlite" and TEST_DATABASE_URL they run on a real PostgreSQL.' in told


def test_no_cure_is_promised_for_other_engines(tmp_path):
    """
    REAL BUG THIS CATCHES: somebody with MySQL is told to test on PostgreSQL.
    """
    write(tmp_path, {"requirements.txt": "mysqlclient\n"})
    with pytest.warns(AnotherEngineWarning, match=re.escape("production on MySQL: requirements.txt:1")) as caught:
        warn_of_another_engine(tmp_path)
    assert "PostgreSQL" not in str(caught[0].message)


@pytest.mark.slow
def test_pytest_shows_the_warning_once_and_passes(tmp_path, run_pytest):
    """
    REAL BUG THIS CATCHES: the warning exists, and no user ever sees it, or sees it for each test.
    """
    table = "[tool.earnest.database]\nserver = 'sqlite'\n"
    write(tmp_path, {"pyproject.toml": f"{PROJECT}dependencies = ['psycopg']\n{table}"})
    write(tmp_path, {"test_it.py": "def test_one(database_url): pass\ndef test_two(database_url): pass\n"})
    outcome = run_pytest(tmp_path, plugins=())
    assert outcome.stdout.count("pyproject.toml:4 has 'psycopg'") == 1
    assert "2 passed, 1 warning" in outcome.stdout


def write(root, files):
    for name, text in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)
