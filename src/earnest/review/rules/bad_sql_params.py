"""ET502: a parameter in the driver's style inside SQLAlchemy's `text()`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...model import TextEdit
from ..rule import Bad, FileRule, Good, Hit
from ..syntax import text_of
from ..testfile import TestFile
from ..unit import Unit
from ..walk import parent_of

__all__ = ["BadSqlParams"]

_TEXT = frozenset({
    "sqlalchemy.text", "sqlalchemy.sql.text", "sqlalchemy.sql.expression.text", "sqlmodel.text", "alembic.op.text",
})  # fmt: skip
_PARAMETER = re.compile(r"(?<!%)%\((\w+)\)s")
_QUOTED = re.compile(r"'[^']*'")
"""A text of the SQL's own, in which nothing is bound."""


class BadSqlParams(FileRule):
    """A statement in SQLAlchemy's `text()` names a parameter as `%(name)s`.

    That is how psycopg and MySQL's drivers write parameters. `text()` knows `:name` alone and takes everything else as SQL:
    the value is never bound, and the server gets a per cent sign. Such a mistake shows only where the statement meets a
    real database, which is why it survives under mocks.

    Do instead: write `:name`, and hand the values over as a dictionary.

    Stays silent: on statements that a driver's own cursor executes; when Python fills the text in (`text(...) % values`,
    `text("..." % values)`); on `%%(name)s` and inside the SQL's own quotes, where it is plain text.
    """

    code = "ET502"
    name = "bad-sql-params"
    cure = "Write `:name` inside `text()`."
    safe_fix = True
    bad = (
        Bad(
            "from sqlalchemy import text\n\n\ndef test_user(connection):\n    rows = connection.execute(\n"
            '        text("SELECT * FROM users WHERE id = %(id)s"),  # flagged\n        {"id": 1},\n    )\n'
            "    assert rows.one().id == 1\n",
            fixed="from sqlalchemy import text\n\n\ndef test_user(connection):\n    rows = connection.execute(\n"
            '        text("SELECT * FROM users WHERE id = :id"),  # flagged\n        {"id": 1},\n    )\n'
            "    assert rows.one().id == 1\n",
        ),
        Bad(
            "import sqlalchemy as sa\n\n\ndef test_user(connection):\n    connection.execute(\n"
            '        sa.text("INSERT INTO users VALUES (%(id)s, " ":email)"),  # flagged\n'
            '        {"id": 1, "email": "a@b.org"},\n    )\n    assert connection.closed\n',
            fixed="import sqlalchemy as sa\n\n\ndef test_user(connection):\n    connection.execute(\n"
            '        sa.text("INSERT INTO users VALUES (:id, " ":email)"),  # flagged\n'
            '        {"id": 1, "email": "a@b.org"},\n    )\n    assert connection.closed\n',
        ),
    )
    good = (
        Good(
            "from sqlalchemy import text\n\n\ndef test_user(connection):\n"
            '    rows = connection.execute(text("SELECT * FROM users WHERE id = :id"), {"id": 1})\n    assert rows\n',
            "SQLAlchemy's own style",
        ),
        Good(
            "import psycopg\n\n\ndef test_user(connection: psycopg.Connection):\n"
            '    rows = connection.execute("SELECT * FROM users WHERE id = %(id)s", {"id": 1})\n    assert rows\n',
            "the driver's own style, for the driver",
        ),
        Good(
            "from sqlalchemy import text\n\n\ndef test_user(connection):\n"
            '    rows = connection.execute(text("SELECT * FROM %(table)s" % {"table": "users"}))\n    assert rows\n'
            "    assert connection.execute(text(\"SELECT '%(id)s'\"))\n",
            "Python fills it in; the other one is no parameter",
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """Calls of `text` with a literal that names such a parameter."""
        if "%(" in file.text and "text(" in file.text:
            for unit in file.units:
                for call in unit.calls("text"):
                    yield from self._judge(call, unit, file)

    def _judge(self, node: ast.Call, unit: Unit, file: TestFile) -> Iterator[Hit]:
        statement = text_of(node.args[0]) if node.args else ""
        names = _PARAMETER.findall(_QUOTED.sub("", statement)) if "%(" in statement else []
        if not names or file.dotted(node.func) not in _TEXT or isinstance(parent_of(node), ast.BinOp):
            return
        written = ", ".join(f"%({name})s" for name in names)
        wanted = ", ".join(f":{name}" for name in names)
        message = f"text() takes {written} as SQL and binds nothing; it knows {wanted}"
        yield Hit(node, message, unit, _fix(file, node.args[0]))


def _fix(file: TestFile, literal: ast.expr) -> tuple[TextEdit, ...]:
    """The parameters in SQLAlchemy's style; nothing where the SQL has texts of its own that may look like one."""
    start, end = file.span(literal)
    written = file.text[start:end]
    if any(_PARAMETER.search(quoted) for quoted in _QUOTED.findall(text_of(literal))):
        return ()
    return tuple(
        TextEdit(start + match.start(), start + match.end(), f":{match[1]}") for match in _PARAMETER.finditer(written)
    )
