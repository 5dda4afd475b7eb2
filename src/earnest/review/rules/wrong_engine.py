"""ET501: the tests run SQLite, production runs another engine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..database import ENGINE_NAMES, sqlite_urls
from ..rule import Bad, FileRule, Good, Hit
from ..surroundings import text_of_unit
from ..testfile import TestFile
from ..unit import Unit, UnitKind
from ..walk import parent_of

__all__ = ["WrongEngine"]

_OTHERS = re.compile(r"postgres|psycopg|asyncpg|mysql|mariadb|oracle|mssql|pymssql", re.I)
_ABOUT = re.compile(r"(?:^|/)(?:test_)?sqlite\w*(?:/|\.py$)")
"""Files and directories that are about SQLite itself."""
_STATEMENTS = re.compile(
    r"execute|connect\(|begin\(|[Ss]ession\w*\(|upgrade|create_all|query|create_app|commit|client|scalar"
)
"""What a test does with a database that it uses."""
_POSTGRESQL = {
    "pyproject.toml": '[project]\nname = "app"\nversion = "1"\ndependencies = ["sqlalchemy", "psycopg[binary]>=3"]\n'
}


class WrongEngine(FileRule):
    """The tests run on SQLite although production runs another database engine.

    SQLite takes a text for a number column, ignores the length of a text, enforces foreign keys only when asked, compares
    dates as text, knows no `ILIKE`, arrays or `FOR UPDATE`, and locks the whole file. What fails on PostgreSQL passes
    here, and the migration that breaks in production was never run.

    Do instead: run the tests on the engine of production. `earnest` finds or starts a PostgreSQL and gives each test a
    clean database by the fixtures `database_url`, `db_session` and others.

    Stays silent: when nothing in the project says which engine production runs, or when that is SQLite as well; when the
    same fixture runs the real engine too; when the URL is only the default behind a variable of the environment; when a test
    makes an engine and runs nothing on it; in tests that are about SQLite by their name.
    """

    code = "ET501"
    name = "wrong-engine"
    cure = "Run the tests on the engine that production runs."
    bad = (
        Bad(
            "import pytest\nfrom sqlalchemy import create_engine\n\n\n@pytest.fixture\ndef engine():\n"
            '    return create_engine("sqlite://")  # flagged\n\n\ndef test_users(engine):\n    assert engine\n',
            _POSTGRESQL,
        ),
        Bad(
            'from app import create_app\n\nTEST_DATABASE_URL = "sqlite+aiosqlite:///test.db"  # flagged\n\n\n'
            "def test_users():\n    assert create_app(TEST_DATABASE_URL)\n    assert create_app(\n"
            '        {"SQLALCHEMY_DATABASE_URI": "sqlite:///:memory:"}  # flagged\n    )\n',
            {
                "src/app/__init__.py": "def create_app(config):\n    return config\n",
                "src/app/settings.py": 'DATABASE_URL = "postgresql://app@db/app"\n',
            },
        ),
        Bad(
            "import pytest\n\n\n@pytest.fixture(autouse=True)\ndef database(monkeypatch):\n"
            '    monkeypatch.setenv("DATABASE_URL", "sqlite:///test.db")  # flagged\n',
            {"compose.yaml": "services:\n  db:\n    image: postgres:16\n"},
        ),
    )
    good = (
        Good(
            "from sqlalchemy import create_engine\n\n\ndef test_users():\n    assert create_engine('sqlite://')\n",
            "nothing says what production runs",
        ),
        Good(
            "from sqlalchemy import create_engine\n\n\ndef test_users():\n    assert create_engine('sqlite://')\n",
            "production runs SQLite too",
            {"src/app/settings.py": 'DATABASE_URL = "sqlite:///app.db"\n', **_POSTGRESQL},
        ),
        Good(
            "import pytest\nfrom sqlalchemy import create_engine\n\n\n"
            "@pytest.fixture(params=['sqlite', 'postgresql'])\ndef engine(request, postgresql_url):\n"
            "    if request.param == 'sqlite':\n        return create_engine('sqlite://')\n"
            "    return create_engine(postgresql_url)\n",
            "the real engine runs beside it",
            _POSTGRESQL,
        ),
        Good(
            "import os\nfrom sqlalchemy import create_engine\n\nURL = os.environ.get('TEST_DATABASE_URL', 'sqlite://')\n\n\n"
            "def test_users():\n    assert create_engine(URL)\n\n\ndef test_sqlite_dates():\n"
            "    assert create_engine('sqlite://')\n",
            "the environment decides; and a test of SQLite itself",
            _POSTGRESQL,
        ),
        Good(
            "from sqlalchemy import create_engine\n\n\ndef test_url(name_of):\n"
            "    assert name_of(create_engine('sqlite:///a.db')) == 'a.db'\n\n\n"
            "def test_settings(load):\n    assert load() == {'database_url': 'sqlite:///test.db'}\n",
            "nothing runs on it; and a text that is compared",
            _POSTGRESQL,
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """SQLite URLs that are put to use, where production is known to run something else."""
        if "sqlite" not in file.text or _ABOUT.search(file.path):
            return
        for unit in file.units:
            if "sqlite" in unit.name.lower() or any("sqlite" in cls.name.lower() for cls in unit.classes):
                continue
            for url in sqlite_urls(unit):
                found = file.codebase.production
                if not found or any(one.engine == "sqlite" for one in found):
                    return
                if not _has_company(unit, url) and _is_run(unit):
                    engine = ENGINE_NAMES.get(found[0].engine, found[0].engine)
                    yield Hit(url, f"the tests run on SQLite, production on {engine} ({found[0]})", unit)


def _is_run(unit: Unit) -> bool:
    """Whether the database is used: what a fixture makes is; what a test makes, when statements reach it there."""
    return unit.kind is not UnitKind.TEST or bool(_STATEMENTS.search(text_of_unit(unit)))


def _has_company(unit: Unit, url: ast.Constant) -> bool:
    """Whether another engine is spoken of where this one is put to use."""
    if unit.node is not None:
        return bool(_OTHERS.search(text_of_unit(unit)))
    statement: ast.AST | None = url
    while statement is not None and not isinstance(statement, ast.stmt):
        statement = parent_of(statement)
    around = parent_of(statement) if statement is not None else None
    place = around if isinstance(around, ast.If | ast.Try) else statement
    return place is not None and bool(_OTHERS.search(ast.unparse(place)))
