"""`production_engines`: which database engine a project's files name, and where."""

import pytest

from earnest.project import production_engines


def written(root, files):
    """A project with these files."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def engines(root, files):
    """Engine and place of everything that was found."""
    return [(one.engine, str(one)) for one in production_engines(written(root, files))]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        (
            {"pyproject.toml": '[project]\nname = "a"\ndependencies = [\n    "psycopg[binary]>=3",\n]\n'},
            [("postgresql", "pyproject.toml:4")],
        ),
        (
            {"pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.12"\nPyMySQL = "^1"\n'},
            [("mysql", "pyproject.toml:3")],
        ),
        ({"requirements.txt": "flask\n# psycopg2\nasyncpg==0.30\n"}, [("postgresql", "requirements.txt:3")]),
        ({"setup.cfg": "[options]\ninstall_requires =\n    oracledb\n"}, [("oracle", "setup.cfg:3")]),
        (
            {"src/app/settings.py": 'URL = "postgresql+asyncpg://db/app"\n'},
            [("postgresql", "src/app/settings.py:1")],
        ),
        (
            {"app/settings/base.py": "", "app/settings.py": "ENGINE = 'django.db.backends.postgresql'\n"},
            [("postgresql", "app/settings.py:1")],
        ),
        ({"alembic.ini": "[alembic]\nsqlalchemy.url = mysql://db/app\n"}, [("mysql", "alembic.ini:2")]),
        ({".env.example": "DATABASE_URL=postgres://db/app\n"}, [("postgresql", ".env.example:1")]),
        ({"compose.yaml": "services:\n  db:\n    image: postgres:16\n"}, [("postgresql", "compose.yaml:3")]),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_each_kind_of_file_names_its_engine_and_line(files, found, tmp_path):
    """
    REAL BUG THIS CATCHES: a project that declares its server in compose.yaml counts as one of unknown engine, and the
    warning that its tests run on SQLite never comes.
    """
    assert engines(tmp_path, files) == found


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": '[project]\nname = "a"\n[project.optional-dependencies]\nmysql = ["pymysql"]\n'},
        {"requirements-test.txt": "psycopg\n", "requirements/dev.txt": "psycopg\n"},
        {"docker-compose.test.yml": "image: postgres:16\n", "tests/settings.py": "URL = 'postgresql://a/b'\n"},
        {"src/app/settings.py": "# URL = 'postgresql://a/b'\n", "src/app/views.py": "x = 'mysql://a/b'\n"},
        {"pyproject.toml": "this is = = no TOML"},
    ],
    ids=["extras", "test requirements", "test settings", "comments and other modules", "not TOML"],
)
def test_what_is_said_of_tests_and_extras_says_nothing_of_production(files, tmp_path):
    """
    REAL BUG THIS CATCHES: the server of the tests' own compose file counts as production's, and every suite on SQLite is
    told that it tests the wrong engine.
    """
    assert engines(tmp_path, files) == []


def test_files_that_disagree_are_all_reported_with_settings_first(tmp_path):
    """
    REAL BUG THIS CATCHES: SQLite as the default of the settings is overlooked because a driver is declared, and a
    project that does run SQLite in production is told that it must not.
    """
    files = {
        "requirements.txt": "psycopg2-binary\n",
        "app/config.py": "class Config:\n    DATABASE_URI = 'sqlite:///app.db'\n",
    }
    assert engines(tmp_path, files) == [("sqlite", "app/config.py:2"), ("postgresql", "requirements.txt:1")]
