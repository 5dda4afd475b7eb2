"""ET503: rows that a test commits are there for the next one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..database import MAKERS
from ..rule import Bad, Good, Hit, Mode, TestRule
from ..surroundings import runs_alone, text_around
from ..syntax import dotted_name, last_name, text_of
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
_WIDE = re.compile(r"scope\s*=\s*['\"](?:session|package|module)['\"]")


class NoDbIsolation(TestRule):
    """A test commits rows into a database that other tests use after it, and nothing takes them back.

    The next test finds them: its count is one too high, its "new" user exists already, its empty list is not empty. So the
    tests pass in one order and fail in another, alone or together, and under parallel workers in ways that nobody can
    repeat. The usual repair is to weaken assertions until they fit whatever is there.

    Do instead: run each test in a transaction that is rolled back behind it, also when the code commits (a connection's
    outer transaction with `join_transaction_mode="create_savepoint"`); or use `earnest`'s `db_session`, which does that.

    Stays silent: when the test, a fixture of it or a conftest file rolls back, deletes, truncates or drops; when each test
    has an engine of its own; when nothing commits; when the engine or the session cannot be seen in the text.
    """

    code = "ET503"
    name = "no-db-isolation"
    mode = Mode.BOTH
    cure = "Run each test in a transaction that is rolled back behind it."
    bad = (
        Bad(
            "import pytest\nfrom sqlalchemy import create_engine\nfrom sqlalchemy.orm import Session\n\n\n"
            "@pytest.fixture(scope='session')\ndef engine():\n    return create_engine('postgresql://localhost/test')\n\n\n"
            "@pytest.fixture\ndef session(engine):\n    with Session(engine) as session:\n        yield session\n\n\n"
            "def test_create(session, make_user):\n    session.add(make_user())\n    session.commit()  # flagged\n"
            "    assert session.scalars(make_user.all).all()\n"
        ),
        Bad(
            "import pytest\nfrom sqlalchemy import create_engine\nfrom sqlalchemy.orm import sessionmaker\n\n"
            "engine = create_engine('sqlite:///test.db')\nMaker = sessionmaker(engine)\n\n\n@pytest.fixture\n"
            "def session():\n    session = Maker()\n    yield session\n    session.close()\n\n\n"
            "def test_create(session, make_user):\n    session.add(make_user())\n    session.commit()  # flagged\n"
            "    assert session.get(make_user.kind, 1)\n"
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

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """The first commit of a test through a session fixture on an engine that outlives the test."""
        if "commit" not in file.text:
            return
        for call in test.calls("commit"):
            name = dotted_name(call.func.value) if isinstance(call.func, ast.Attribute) else ""
            fixture = file.fixture(name, test) if name in test.arguments else None
            if fixture is None or is_nested(call, test) or _is_wide(fixture) or not runs_alone(test):
                continue
            engine = _lasting_engine(fixture)
            if engine and _opens_session(fixture) and not _is_cleared(test, file):
                yield Hit(
                    call, f"commits rows into the database of `{engine}`, which the tests after this one use, too"
                )
                return


def _is_wide(fixture: Unit) -> bool:
    return any(_WIDE.search(ast.unparse(expression)) for _name, expression in fixture.decorators)


def _opens_session(fixture: Unit) -> bool:
    """Whether the fixture makes a session by SQLAlchemy's classes, or by a maker of one at module level."""
    for call in fixture.of(ast.Call):
        if fixture.file.dotted(call.func) in _SESSIONS:
            return True
        values = fixture.file.top.assigned.get(dotted_name(call.func), ())
        if any(isinstance(value, ast.Call) and fixture.file.dotted(value.func) in _SESSIONS for value in values):
            return True
    return False


def _lasting_engine(fixture: Unit) -> str:
    """The name of the engine behind the session when it outlives the test: a wider fixture, or a variable of the module.
    The empty string where there is none, or where it is in memory."""
    for other in fixture.fixtures:
        if other.kind is UnitKind.FIXTURE and _is_wide(other) and _makes_engine(other):
            return other.name
    if _makes_engine(fixture) or any(_makes_engine(other) for other in fixture.fixtures):
        return ""
    for name, values in fixture.file.top.assigned.items():
        if any(isinstance(value, ast.Call) and last_name(value.func) in MAKERS for value in values):
            return name
    return ""


def _makes_engine(unit: Unit) -> bool:
    return bool(unit.calls(*MAKERS))


def _is_cleared(test: Unit, file: TestFile) -> bool:
    """Whether anything around the test, or in a conftest file, may take rows back."""
    texts = [text_around(test), *(other.text for other in file.conftests)]
    if any(_CLEARED.search(text) for text in texts):
        return True
    hooks = [unit for unit in file.units if unit.kind is not UnitKind.TEST]
    return any(_CLEARED.search(text_of(one)) for unit in hooks for one in unit.of(ast.Constant)) or any(
        unit.calls("rollback", "drop_all", "delete", "truncate") for unit in hooks
    )
