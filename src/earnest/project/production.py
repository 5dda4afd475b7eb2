"""Which database engine the project runs in production, as far as its files say so."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .ini import read_ini, table, texts

__all__ = ["EngineEvidence", "production_engines"]

_DRIVERS = {
    "psycopg": "postgresql", "psycopg2": "postgresql", "psycopg2-binary": "postgresql", "asyncpg": "postgresql",
    "pg8000": "postgresql", "mysqlclient": "mysql", "pymysql": "mysql", "aiomysql": "mysql", "asyncmy": "mysql",
    "mysql-connector-python": "mysql", "mariadb": "mysql", "oracledb": "oracle", "cx-oracle": "oracle",
    "pymssql": "mssql", "aiosqlite": "sqlite",
}  # fmt: skip
"""Distributions that talk to one engine and no other."""
_SCHEMES = {
    "postgres": "postgresql", "postgresql": "postgresql", "cockroachdb": "postgresql", "mysql": "mysql",
    "mariadb": "mysql", "oracle": "oracle", "mssql": "mssql", "sqlite": "sqlite",
}  # fmt: skip
_URL = re.compile(rf"\b({'|'.join(_SCHEMES)})(?:\+\w+)?://")
_DJANGO = re.compile(r"django\.(?:contrib\.gis\.)?db\.backends\.(postgresql|postgis|mysql|oracle|sqlite3|spatialite)")
_DJANGO_ENGINES = {"postgis": "postgresql", "sqlite3": "sqlite", "spatialite": "sqlite"}
_IMAGE = re.compile(r"^\s*image:\s*[\"']?(?:[\w.\-]+/)*(postgres|postgis|timescaledb|mysql|mariadb)\b")
_IMAGES = {"postgres": "postgresql", "postgis": "postgresql", "timescaledb": "postgresql", "mariadb": "mysql"}
_REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][\w.\-]*)")

_SETTINGS = re.compile(
    r"(?:settings|config|database|db|session)\w*\.py$|^alembic\.ini$|^\.env(?:\.\w+)?$|^env\.example$"
)
_COMPOSE = re.compile(r"^(?:docker-)?compose[\w.\-]*\.ya?ml$")
_REQUIREMENTS = re.compile(r"^requirements[\w.\-]*\.txt$|^(?:base|common|main|prod\w*)\.txt$")
_FOR_TESTS = re.compile(r"test|\bci\b|dev(?:el|elop)?[\w\-]*\.(?:txt|ya?ml)|lint|docs?\b|conftest|example_", re.I)
"""Names of files that speak of something other than production."""
_NEVER = frozenset({
    "node_modules", "venv", "env", "t", "build", "dist", "site-packages", "migrations", "versions", "docs", "doc",
    "examples", "testing", "devstack",
})  # fmt: skip
_DEPTH = 4
"""Directories deeper than this hold no settings of the whole project."""
_LIMIT = 200_000
"""Bytes of a file that are read: settings are short."""


@dataclass(frozen=True, slots=True)
class EngineEvidence:
    """One place that says which engine production runs."""

    engine: str
    """`postgresql`, `mysql`, `oracle`, `mssql` or `sqlite`."""
    file: str
    """Relative to the project's root."""
    line: int
    """From 1."""

    def __str__(self) -> str:
        """For messages: `pyproject.toml:12`."""
        return f"{self.file}:{self.line}"


def production_engines(root: Path) -> tuple[EngineEvidence, ...]:
    """What the project's files say about its engine: URLs in settings, `alembic.ini`, `.env` and compose files first,
    then declared dependencies on a driver. Files about tests are left out, and so are extras. Empty when nothing says
    it; more than one engine when they disagree."""
    files = list(_files(root))
    found = [one for path in files for one in _spoken(root, path)]
    found += [one for path in files for one in _declared(root, path)]
    return tuple(found)


def _files(root: Path) -> Iterator[str]:
    """The files that may say it, by name."""
    for directory, children, names in os.walk(root):
        inner = Path(directory).relative_to(root)
        if len(inner.parts) >= _DEPTH:
            children.clear()
        children[:] = sorted(
            name for name in children if not (name.startswith(".") or name in _NEVER or _FOR_TESTS.search(name))
        )
        for name in sorted(names):
            known = _SETTINGS.search(name) or _COMPOSE.match(name) or _REQUIREMENTS.match(name)
            if (known or name in ("pyproject.toml", "setup.cfg")) and not _FOR_TESTS.search(name):
                yield (inner / name).as_posix()


def _spoken(root: Path, path: str) -> Iterator[EngineEvidence]:
    """URLs, Django's engines and images of servers. Comments say nothing."""
    name = path.rpartition("/")[2]
    if not (_SETTINGS.search(name) or _COMPOSE.match(name)):
        return
    for number, line in enumerate(_text(root, path).split("\n"), 1):
        if line.lstrip().startswith(("#", ";")):
            continue
        for match in _URL.finditer(line):
            yield EngineEvidence(_SCHEMES[match[1]], path, number)
        for match in _DJANGO.finditer(line):
            yield EngineEvidence(_DJANGO_ENGINES.get(match[1], match[1]), path, number)
        image = _IMAGE.match(line) if _COMPOSE.match(name) else None
        if image:
            yield EngineEvidence(_IMAGES.get(image[1], image[1]), path, number)


def _declared(root: Path, path: str) -> Iterator[EngineEvidence]:
    """Dependencies on a driver."""
    name = path.rpartition("/")[2]
    text = _text(root, path)
    if name == "pyproject.toml":
        wanted = _of_pyproject(text)
    elif name == "setup.cfg":
        wanted = _lines(read_ini(root, path).get("options", {}).get("install_requires", ""))
    elif _REQUIREMENTS.match(name):
        wanted = _lines(text)
    else:
        return
    for requirement in wanted:
        match = _REQUIREMENT.match(requirement)
        distribution = re.sub(r"[-_.]+", "-", match[1]).lower() if match else ""
        if distribution in _DRIVERS:
            yield EngineEvidence(_DRIVERS[distribution], path, _line_of(text, requirement))


def _of_pyproject(text: str) -> tuple[str, ...]:
    """The dependencies that everyone gets; none where the file does not parse, which others report."""
    try:
        tables: Mapping[str, Any] = tomllib.loads(text)
    except ValueError:
        return ()
    poetry = table(tables, "tool", "poetry", "dependencies")
    needed = [name for name, value in poetry.items() if not (isinstance(value, Mapping) and value.get("optional"))]
    listed = table(tables, "project").get("dependencies")
    return (*(texts(listed) if isinstance(listed, list) else ()), *needed)


def _lines(text: str) -> tuple[str, ...]:
    """The lines of a list of requirements, without comments and options."""
    lines = (line.partition("#")[0].strip() for line in text.split("\n"))
    return tuple(line for line in lines if line and not line.startswith("-"))


def _line_of(text: str, requirement: str) -> int:
    at = text.find(requirement)
    return text.count("\n", 0, at) + 1 if at >= 0 else 1


def _text(root: Path, path: str) -> str:
    """The file's text, cut; empty where it cannot be read."""
    try:
        with (root / path).open("rb") as file:
            return file.read(_LIMIT).decode("utf-8", errors="replace")
    except OSError:
        return ""
