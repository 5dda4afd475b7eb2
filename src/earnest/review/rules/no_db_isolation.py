"""ET503: rows that a test commits are there for the next one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..database import MAKERS
from ..rule import Bad, FileRule, Good, Hit
from ..surroundings import is_wide, runs_alone, text_of_unit, units_around
from ..syntax import dotted_name, last_name
from ..testfile import TestFile
from ..unit import Unit, UnitKind
from ..walk import is_nested

__all__ = ["NoDbIsolation"]

_SESSIONS = frozenset({
    "sqlalchemy.orm.Session", "sqlalchemy.orm.sessionmaker", "sqlalchemy.orm.scoped_session", "sqlmodel.Session",
    "sqlalchemy.ext.asyncio.AsyncSession", "sqlalchemy.ext.asyncio.async_sessionmaker",
})  # fmt: skip
_CLEARED = re.compile(
    r"rollback|drop_all|truncate|delete|begin_nested|savepoint|join_transaction|clean|reset|flush_db|drop_database"
    r"|downgrade|DROP |tmp_path|tmpdir|earnest|close_all|teardown|restore|template", re.I
)  # fmt: skip


class NoDbIsolation(FileRule):
    """A test commits rows into a database that other tests use after it, and nothing takes them back.

    The next test finds them: its count is one too high, its "new" user exists already, its empty list is not empty. So the
    tests pass in one order and fail in another, alone or together, and under parallel workers in ways that nobody can
    repeat. The usual repair is to weaken assertions until they fit whatever is there.

    Do instead: run each test in a transaction that is rolled back behind it, also when the code commits (a connection's
    outer transaction with `join_transaction_mode="create_savepoint"`); or use `earnest`'s `db_session`, which does that.

    Stays silent: when the test, something around it or a hook rolls back, deletes, truncates or drops for each test; when
    each test has an engine of its own; when nothing commits; when the engine or the session cannot be seen in the text.
    """

    code = "ET503"
    name = "no-db-isolation"
    cure = "Run each test in a transaction that is rolled back behind it."
    bad = (
        Bad(
            "import pytest\nfrom sqlalchemy import create_engine\nfrom sqlalchemy.orm import Session\n\n\n"
            "@pytest.fixture(scope='session')\ndef engine():\n    return create_engine('postgresql://localhost/test')\n\n\n"
            "@pytest.fixture\ndef session(engine):\n    with Session(engine) as session:\n        yield session\n\n\n"
            "def test_create(session, make_user):  # flagged\n    session.add(make_user())\n    session.commit()\n"
            "    assert session.scalars(make_user.all).all()\n"
        ),
        Bad(
            "import pytest\nfrom sqlalchemy import create_engine\nfrom sqlalchemy.orm import sessionmaker\n\n"
            "engine = create_engine('sqlite:///test.db')\nMaker = sessionmaker(engine)\n\n\n@pytest.fixture\n"
            "def session():\n    session = Maker()\n    yield session\n    session.close()\n\n\n"
            "def test_create(session, make_user):  # flagged\n    session.add(make_user())\n    session.commit()\n"
            "    assert session.get(make_user.kind, 1)\n"
        ),
        Bad(
            "from sqlalchemy.ext.asyncio import AsyncSession\n\n\nasync def test_create(engine, make_user):  # flagged\n"
            "    async with AsyncSession(engine) as session:\n        session.add(make_user())\n"
            "        await session.commit()\n        assert await session.get(make_user.kind, 1)\n",
            {
                "tests/conftest.py": "import pytest\nfrom sqlalchemy.ext.asyncio import create_async_engine\n\n\n"
                "@pytest.fixture(scope='session')\nasync def engine(tables):\n"
                "    engine = create_async_engine('postgresql+asyncpg://localhost/test')\n    await tables.create(engine)\n"
                "    yield engine\n    await tables.drop_all(engine)\n"
            },
        ),
    )
    good = (
        Good(
            "import pytest\nfrom sqlalchemy import create_engine\nfrom sqlalchemy.orm import Session\n\n\n"
            "@pytest.fixture(scope='session')\ndef engine():\n    return create_engine('postgresql://localhost/test')\n\n\n"
            "@pytest.fixture\ndef session(engine):\n    with engine.connect() as connection:\n"
            "        outer = connection.begin()\n"
            "        yield Session(connection, join_transaction_mode='create_savepoint')\n        outer.rollback()\n\n\n"
            "def test_create(session, make_user):\n    session.add(make_user())\n    session.commit()\n    assert session\n",
            "the outer transaction is rolled back",
        ),
        Good(
            "import pytest\nfrom sqlalchemy import create_engine\nfrom sqlalchemy.orm import Session\n\n\n"
            "@pytest.fixture\ndef session():\n    engine = create_engine('sqlite://')\n    with Session(engine) as session:\n"
            "        yield session\n\n\ndef test_create(session, make_user):\n    session.add(make_user())\n"
            "    session.commit()\n    assert session\n",
            "each test has a database of its own",
        ),
        Good(
            "import pytest\nfrom sqlalchemy import create_engine\nfrom sqlalchemy.orm import Session\n\n\n"
            "@pytest.fixture(scope='session')\ndef engine():\n    return create_engine('postgresql://localhost/test')\n\n\n"
            "@pytest.fixture\ndef session(engine):\n    with Session(engine) as session:\n        yield session\n\n\n"
            "def test_create(session, make_user):\n    session.add(make_user())\n    session.flush()\n    assert session\n",
            "nothing is committed: closing the session takes it back",
        ),
        Good(
            "def test_create(session, make_user):\n    session.add(make_user())\n    session.commit()\n    assert session\n",
            "nobody can tell what this session is",
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """Tests that commit through a session on an engine that outlives them."""
        if "commit(" in file.text:
            for test in file.tests:
                yield from self._commits(test)

    def _commits(self, test: Unit) -> Iterator[Hit]:
        for call in test.calls("commit"):
            name = dotted_name(call.func.value) if isinstance(call.func, ast.Attribute) else ""
            if not name or is_nested(call, test) or not runs_alone(test):
                continue
            engine = _engine_of_fixture(name, test) or _engine_of_local(name, test)
            if engine and not _is_cleared(test):
                message = f"commits rows into the database of `{engine}`, which the tests after this one use, too"
                yield Hit(test.node or call, message, test)
                return


def _engine_of_fixture(name: str, test: Unit) -> str:
    """The name of the lasting engine behind a session that a fixture hands to the test."""
    fixture = test.file.fixture(name, test) if name in test.arguments else None
    if fixture is None or is_wide(fixture) or not _opens_session(fixture):
        return ""
    if _makes_engine(fixture) or any(_makes_engine(other) and not is_wide(other) for other in fixture.fixtures):
        return ""
    wide = [other.name for other in fixture.fixtures if is_wide(other) and _makes_engine(other)]
    return wide[0] if wide else _module_engine(fixture.file)


def _engine_of_local(name: str, test: Unit) -> str:
    """The name of the lasting engine that the test itself makes a session of."""
    for value in test.assigned.get(name, ()):
        if isinstance(value, ast.Call) and test.file.dotted(value.func) in _SESSIONS and value.args:
            engine = dotted_name(value.args[0])
            fixture = test.file.fixture(engine, test) if engine in test.arguments else None
            if fixture is not None and is_wide(fixture) and _makes_engine(fixture):
                return engine
            if fixture is None and engine and engine == _module_engine(test.file):
                return engine
    return ""


def _opens_session(fixture: Unit) -> bool:
    """Whether the fixture makes a session by SQLAlchemy's classes, or by a maker of one at module level."""
    for call in fixture.of(ast.Call):
        if fixture.file.dotted(call.func) in _SESSIONS:
            return True
        values = fixture.file.top.assigned.get(dotted_name(call.func), ())
        if any(isinstance(value, ast.Call) and fixture.file.dotted(value.func) in _SESSIONS for value in values):
            return True
    return False


def _module_engine(file: TestFile) -> str:
    for name, values in file.top.assigned.items():
        if any(isinstance(value, ast.Call) and last_name(value.func) in MAKERS for value in values):
            return name
    return ""


def _makes_engine(unit: Unit) -> bool:
    return bool(unit.calls(*MAKERS))


def _is_cleared(test: Unit) -> bool:
    """Whether the test, something that runs around it alone, or a hook may take rows back."""
    around = [other for other in units_around(test) if not (other.kind is UnitKind.FIXTURE and is_wide(other))]
    hooks = [
        unit
        for file in (test.file, *test.file.conftests)
        for unit in file.units
        if unit.name.startswith("pytest_runtest")
    ]
    return any(_CLEARED.search(text_of_unit(unit)) for unit in (test, *around, *hooks))
