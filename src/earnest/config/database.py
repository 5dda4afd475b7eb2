"""Reads the table `[tool.earnest.database]`: which server the tests get, and what schema is in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .kinds import Kind, MisfitError, Mistake, nearest
from .settings import Database

__all__ = ["LEAKS", "SERVERS", "DatabaseTable"]

SERVERS = ("environment", "machine", "wheel", "docker", "sqlite")
"""Where a server may come from, in the order in which they are tried; and SQLite, for projects that run on it."""
LEAKS = ("report", "error")
"""What may become of a test that leaves something in the database."""
_KEYS = ("schema", "server", "version", "leaks")


class DatabaseTable(Kind):
    """The table as a value."""

    expected = "a table with schema, server, version and leaks"

    def read(self, key: str, value: object, root: Path) -> Database:
        """The settings, the default where the table is silent."""
        if not isinstance(value, Mapping):
            raise self.misfit(key, value)
        mistakes = [mistake for name, item in value.items() for mistake in self._mistakes(key, name, item)]
        if not mistakes and value.get("server") == "sqlite" and "version" in value:
            mistakes = [
                Mistake(f"{key}.version", f"{key}.version: SQLite comes with Python, in one version; take it out")
            ]
        if mistakes:
            raise MisfitError(mistakes)
        return Database(**value)

    def _mistakes(self, key: str, name: str, value: object) -> list[Mistake]:
        place = f"{key}.{name}"
        if name not in _KEYS:
            return [Mistake(place, f"{place}: unknown key; {nearest(name, list(_KEYS))}")]
        if name == "server" and value not in SERVERS:
            return [self.mistake(place, value, f"one of {', '.join(SERVERS)}")]
        if name == "leaks" and value not in LEAKS:
            return [self.mistake(place, value, f"one of {', '.join(LEAKS)}")]
        if name == "version" and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
            return [self.mistake(place, value, "a major version such as 16")]
        if name == "schema" and not (isinstance(value, str) and ":" in value.strip(":")):
            expected = "a schema such as app.models:Base.metadata, alembic:alembic.ini or sql:schema.sql"
            return [self.mistake(place, value, expected)]
        return []
