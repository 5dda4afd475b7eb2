"""Warns where a project says that its production database is none of SQLite's."""

from __future__ import annotations

import os
import re
import tomllib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

__all__ = ["AnotherEngineWarning", "Evidence", "production_engine", "warn_of_another_engine"]

_ENGINES = {
    "postgresql": "PostgreSQL", "postgres": "PostgreSQL", "mysql": "MySQL", "mariadb": "MariaDB",
    "oracle": "Oracle", "mssql": "SQL Server", "cockroachdb": "CockroachDB", "sqlite": "SQLite",
}  # fmt: skip
_DRIVERS = {
    "psycopg": "PostgreSQL", "psycopg2": "PostgreSQL", "psycopg2-binary": "PostgreSQL", "asyncpg": "PostgreSQL",
    "pg8000": "PostgreSQL", "mysqlclient": "MySQL", "pymysql": "MySQL", "aiomysql": "MySQL", "asyncmy": "MySQL",
    "mysql-connector-python": "MySQL", "mariadb": "MariaDB", "oracledb": "Oracle", "pymssql": "SQL Server",
    "aiosqlite": "SQLite",
}  # fmt: skip
_URL = re.compile(rf"\b({'|'.join(_ENGINES)})(?:\+\w+)?://")
_IMAGE = re.compile(r"^\s*image:\s*[\"']?(?:[\w.\-]+/)*(postgres|mysql|mariadb)\b")
_SETTINGS = re.compile(
    r"(?:settings|config|database|db)\.py|alembic\.ini|\.env(?:\.(?:example|sample|template|prod\w*))?"
)
_COMPOSE = re.compile(r"(?:docker-)?compose(?:\.prod\w*)?\.ya?ml")
_REQUIREMENTS = re.compile(r"requirements(?:[-_.]?prod\w*)?\.txt")
_SKIPPED = frozenset({"tests", "test", "node_modules", "venv", "build", "dist", "docs", "examples", "migrations"})
_DEPTH = 3


class AnotherEngineWarning(pytest.PytestWarning):
    """The tests run on another engine than production."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line that names an engine."""

    engine: str
    file: str
    """Relative to the project's root."""
    line: int
    text: str
    """What it says, without a password."""


def warn_of_another_engine(root: Path) -> None:
    """One warning that names the evidence; none where there is no evidence, or SQLite's."""
    found = production_engine(root)
    if found is not None:
        cure = "Passing tests say little about it."
        if found.engine == "PostgreSQL":
            cure = 'Without server = "sqlite" and TEST_DATABASE_URL they run on a real PostgreSQL.'
        where = f"{found.file}:{found.line} has {found.text!r}"
        text = f"The tests run on SQLite, and production on {found.engine}: {where}. Types, constraints, locks differ. {cure}"
        warnings.warn(text, AnotherEngineWarning, stacklevel=2)


def production_engine(root: Path) -> Evidence | None:
    """The first line that names another engine than SQLite; None where one names SQLite, or none names any.

    URLs and images weigh more than drivers: a library may install several.
    """
    for found in (list(_in_settings(root)), list(_in_dependencies(root))):
        if found:
            return None if any(one.engine == "SQLite" for one in found) else found[0]
    return None


def _in_settings(root: Path) -> Iterator[Evidence]:
    for path in _files(root):
        pattern = _IMAGE if _COMPOSE.fullmatch(path.name) else _URL if _SETTINGS.fullmatch(path.name) else None
        if pattern is None:
            continue
        for number, line in _lines(path):
            for match in pattern.finditer(line.partition("#")[0]):
                yield Evidence(_ENGINES[match[1]], str(path.relative_to(root)), number, match[0].strip())


def _in_dependencies(root: Path) -> Iterator[Evidence]:
    required = _required(root / "pyproject.toml")
    for path in _files(root):
        is_list = _REQUIREMENTS.fullmatch(path.name) is not None
        if not is_list and path != root / "pyproject.toml":
            continue
        for number, line in _lines(path):
            for text in [line] if is_list else re.findall(r"[\"']([^\"']+)[\"']", line):
                name = re.match(r"[\w.\-]*", text.strip())
                driver = name[0].lower() if name else ""
                if driver in _DRIVERS and (is_list or text in required):
                    yield Evidence(_DRIVERS[driver], str(path.relative_to(root)), number, text.strip())


def _required(pyproject: Path) -> list[str]:
    """What the project needs wherever it runs."""
    try:
        table = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return []
    required = table.get("project", {}).get("dependencies", [])
    return [one for one in required if isinstance(one, str)] if isinstance(required, list) else []


def _files(root: Path) -> Iterator[Path]:
    """The nearest first; tests and what others have written are not asked."""
    for directory, folders, files in os.walk(root):
        depth = len(Path(directory).relative_to(root).parts)
        kept = [name for name in folders if name not in _SKIPPED and not name.startswith(".")]
        folders[:] = sorted(kept) if depth < _DEPTH else []
        yield from (Path(directory, name) for name in sorted(files))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        yield from enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    except (OSError, UnicodeDecodeError):
        return  # nothing that could be read says anything
