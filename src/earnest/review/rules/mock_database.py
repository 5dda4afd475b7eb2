"""ET203: a mock stands in for the database."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...model import Finding, FindingState
from ..double import Double, is_mock_call
from ..doubles import doubles_in
from ..evidence import Evidence
from ..origin import Origin, Party
from ..own_doubles import shown, stands_in
from ..rule import Bad, FileRule, Good, Hit, Mode
from ..syntax import dotted_name, keyword, last_name
from ..testfile import TestFile
from ..unit import Unit

__all__ = ["MockDatabase"]

_DRIVERS = frozenset({
    "psycopg", "psycopg2", "psycopg_pool", "asyncpg", "sqlite3", "aiosqlite", "pymysql", "MySQLdb", "aiomysql", "asyncmy",
    "oracledb", "cx_Oracle", "pymongo", "motor", "sqlalchemy", "sqlmodel", "flask_sqlalchemy", "databases", "peewee",
})  # fmt: skip
_PARTS = frozenset({
    "connect", "create_pool", "Connection", "AsyncConnection", "Engine", "AsyncEngine", "create_engine", "Cursor",
    "create_async_engine", "Session", "AsyncSession", "sessionmaker", "async_sessionmaker", "scoped_session", "SQLAlchemy",
    "MongoClient", "AsyncIOMotorClient", "ConnectionPool", "AsyncConnectionPool", "Pool",
})  # fmt: skip
_NAMES = re.compile(
    r"^(?:fake|mock|mocked|m)?_?(?:db|database|async)?_?(?:db|session|cursor|cur|conn|connection|engine|database)(?:_?mock)?$",
    re.I,
)
_FAILING = re.compile(r"(?:Error|Exception|Timeout|Failure)$|^exc|fail|error|raise|broken|boom", re.I)
_METHODS = frozenset({
    "fetchone", "fetchall", "fetchmany", "fetchval", "fetchrow", "scalars", "scalar_one_or_none", "scalar_one", "commit",
    "rollback", "executemany", "query",
})  # fmt: skip
_WITH_EXECUTE = frozenset({"execute", "cursor"})


class MockDatabase(FileRule):
    """A mock stands in for the database: its engine, session, connection, cursor or driver.

    A mock accepts every statement. It knows no column, no constraint, no transaction and no type, so wrong SQL, a missing
    flush, a violated constraint and parameters that the driver refuses all pass; and the rows that it returns are those
    that the test made up.

    Do instead: use the real engine that production runs. `db_session` of Earnest gives one in milliseconds and takes back
    what the test wrote.

    Stays silent: a driver that only fails (`side_effect=OperationalError`), to see what the code makes of it; a mock
    whose name or use does not say that it is a database; the database library's own tests.
    """

    code = "ET203"
    name = "mock-database"
    mode = Mode.BOTH
    cure = "Use the real database engine, e.g. by the fixture `db_session`."
    bad = (
        Bad(
            "from unittest.mock import patch\n\n\n@patch('sqlalchemy.create_engine')  # flagged\n"
            "def test_search(create_engine):\n    create_engine.return_value.execute.return_value = [(1,)]\n"
            "    assert create_engine().execute('SELECT') == [(1,)]\n",
        ),
        Bad(
            "from unittest.mock import AsyncMock, MagicMock\nimport pytest\nfrom sqlalchemy.ext.asyncio import AsyncSession\n"
            "from app.users import load\n\n\n@pytest.fixture\ndef session():\n"
            "    return AsyncMock(spec=AsyncSession)  # flagged\n\n\n"
            "def test_load(session):\n    cursor = MagicMock()  # flagged\n    cursor.fetchone.return_value = (1,)\n"
            "    assert load(session, cursor) == 1\n",
            files={
                "src/app/__init__.py": "",
                "src/app/users.py": "def load(session, cursor):\n    return cursor.fetchone()[0]\n",
            },
        ),
        Bad(
            "def test_load(mocker):\n    mocker.patch('app.db.engine')  # flagged\n"
            "    connect = mocker.patch('app.db.psycopg.connect')  # flagged\n    assert connect\n",
            files={
                "src/app/__init__.py": "",
                "src/app/db.py": "import psycopg\nfrom sqlalchemy import create_engine\n\nengine = create_engine('postgresql://')\n",
            },
        ),
    )
    good = (
        Good(
            "from unittest.mock import patch\nfrom psycopg import OperationalError\nfrom app.users import load\n\n\n"
            "def test_load():\n    with patch('psycopg.connect', side_effect=OperationalError):\n"
            "        assert load() is None\n",
            "the driver only fails",
            files={"src/app/__init__.py": "", "src/app/users.py": "def load():\n    return None\n"},
        ),
        Good(
            "from unittest.mock import MagicMock\n\n\ndef test_get():\n    session = MagicMock()\n"
            "    session.get.return_value.status_code = 200\n    assert session.get('/').status_code == 200\n",
            "this session is one of HTTP",
        ),
        Good(
            "import psycopg\n\n\ndef test_load(database_url):\n    with psycopg.connect(database_url) as connection:\n"
            "        assert connection.execute('SELECT 1').fetchone() == (1,)\n",
            "the database is real",
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """Replaced parts of drivers, mocks with their specification, and mocks that are named and used like them."""
        if "Mock" not in file.text and "patch" not in file.text and "mocker" not in file.text:
            return
        seen: set[int] = set()
        for unit in file.units:
            for double in doubles_in(unit):
                if id(double.node) not in seen and (part := _part(double)):
                    seen.add(id(double.node))
                    yield Hit(double.node, f"puts {shown(double)} in the place of {part}", unit, clue=double.target)
            for call, part in _mocks(unit):
                if id(call) not in seen:
                    seen.add(id(call))
                    yield Hit(call, f"a {last_name(call.func)} stands in for {part}", unit)

    def weigh(self, finding: Finding, evidence: Evidence) -> FindingState:
        """Confirmed where the run saw the double in that place. Whose the real one was does not matter: a library's engine
        is as much a database as the project's own."""
        seen = finding.clue and evidence.doubles(finding.test, finding.clue)
        return FindingState.CONFIRMED if seen else finding.state


def _part(double: Double) -> str:
    """What of the database is replaced; empty for anything else."""
    origin = double.origin
    if origin.party not in (Party.THIRD, Party.STDLIB) or double.technique == "spy" or _only_fails(double):
        return ""
    if origin.file:  # a variable of the project's
        origin = double.unit.file.codebase.instance(origin, double.unit.file.base)
    return origin.dotted if _is_database(origin) and stands_in(double) else ""


def _is_database(origin: Origin) -> bool:
    parts = origin.dotted.split(".")
    return parts[0] in _DRIVERS and any(part in _PARTS for part in parts[1:])


def _only_fails(double: Double) -> bool:
    """Whether the double is there to fail: `side_effect=OperationalError`, `return_value=Failing()`."""
    call = double.node
    given = [keyword(call, "side_effect"), keyword(call, "return_value")] if isinstance(call, ast.Call) else []
    return any(_fails(value) for value in [*given, double.replacement, *_effects(double.names, double.unit)])


def _effects(names: tuple[str, ...], unit: Unit) -> Iterator[ast.expr]:
    """What is assigned to a side effect of one of these mocks, or of something inside it."""
    for assign in unit.of(ast.Assign):
        for target in assign.targets:
            written = dotted_name(target)
            if written.endswith(".side_effect") and any(written.startswith(f"{name}.") for name in names):
                yield assign.value


def _fails(value: ast.expr | None) -> bool:
    name = last_name(value.func if isinstance(value, ast.Call) else value) if value is not None else ""
    return bool(_FAILING.search(name))


def _mocks(unit: Unit) -> Iterator[tuple[ast.Call, str]]:
    for call in unit.of(ast.Call):
        if last_name(call.func) in ("create_autospec",) or "Mock" in last_name(call.func):
            spec = keyword(call, "spec", "spec_set") or (call.args[0] if call.args else None)
            if spec is not None and is_mock_call(call, unit):
                origin = unit.file.origin_in(unit, spec)
                if _is_database(origin):
                    yield call, origin.dotted
    for name, values in unit.assigned.items():
        if _NAMES.match(name) and any(_is_used(attribute, name) for attribute in unit.of(ast.Attribute)):
            if any(_fails(effect) for effect in _effects((name,), unit)):
                continue
            for value in values:
                if (
                    isinstance(value, ast.Call)
                    and "Mock" in last_name(value.func)
                    and is_mock_call(value, unit)
                    and not value.args
                    and keyword(value, "spec", "side_effect") is None
                ):
                    yield value, f"the database as `{name}`"


def _is_used(attribute: ast.Attribute, name: str) -> bool:
    """Whether the variable is used as a connection, session or cursor is."""
    parts = dotted_name(attribute).split(".")
    return (
        parts[0] == name
        and len(parts) > 1
        and (
            parts[1] in _METHODS
            or (
                parts[1] in _WITH_EXECUTE
                and ("cur" in name or "db" in name or "fetch" in parts[-1] or "return_value" in parts)
            )
        )
    )
