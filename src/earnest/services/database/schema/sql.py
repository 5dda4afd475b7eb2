"""A schema in a file of SQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ....errors import SchemaError
from ...postgres.address import Address
from ...postgres.connection import connect, driver
from .digest import digest
from .failure import first_line, schema_error

__all__ = ["SqlFile"]


class SqlFile:
    """`sql:schema.sql`."""

    def __init__(self, name: str, file: Path) -> None:
        """Reads the file. Raises SchemaError."""
        self._name = name
        self._file = file
        try:
            self._text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise SchemaError(
                f"The schema {name!r}: {file} cannot be read: {why}.", cure="Mend its path in [tool.earnest.database]."
            ) from error

    def fingerprint(self) -> str:
        """Of the text."""
        return digest("sql", [self._text.encode()])

    def build(self, address: Address) -> None:
        """Runs the whole file as one script, in one transaction."""
        with connect(address) as connection:
            try:
                connection.execute(self._text.encode())
            except driver().Error as error:
                raise schema_error(self._name, self._explained(error)) from error

    def _explained(self, error: Any) -> str:
        """The server's message with the line of the file, where it tells a position."""
        position = error.diag.statement_position
        line = f":{self._text.count(chr(10), 0, int(position)) + 1}" if position else ""
        hint = ""
        if "is not available" in str(error):
            hint = "; this server lacks it: install it there, or name a server that has it with TEST_DATABASE_URL"
        return f"{error.diag.message_primary or first_line(error)} ({self._file}{line}){hint}"
