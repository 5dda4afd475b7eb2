"""A schema in a file of SQL."""

from __future__ import annotations

from pathlib import Path

from ....errors import SchemaError
from ..port import Address, Dialect, ScriptError
from .digest import digest
from .failure import schema_error

__all__ = ["SqlFile"]


class SqlFile:
    """`sql:schema.sql`."""

    def __init__(self, name: str, file: Path, dialect: Dialect) -> None:
        """Reads the file. Raises SchemaError."""
        self._name = name
        self._dialect = dialect
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
        try:
            self._dialect.run_script(address, self._text)
        except ScriptError as error:
            line = f":{error.line}" if error.line else ""
            raise schema_error(self._name, f"{error.message} ({self._file}{line})") from error
