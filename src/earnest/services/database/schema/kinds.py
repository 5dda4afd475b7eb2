"""Finds out what kind of schema the configuration names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..port import Address, Dialect

__all__ = ["Schema", "schema_of"]


@dataclass(frozen=True, slots=True)
class Schema:
    """How to fill an empty database."""

    name: str
    """As the configuration has it; empty for no tables at all."""
    fingerprint: str
    """Two schemas with the same one build the same database."""
    build: Callable[[Address], None]
    """Fills the empty database at this address. Raises SchemaError."""


def schema_of(name: str, root: Path, dialect: Dialect) -> Schema:
    """The schema of that name in the project at this root, for this engine. Raises SchemaError."""
    if not name:
        return Schema("", "empty", lambda _address: None)
    kind, _, rest = name.partition(":")
    if kind == "sql":
        from .sql import SqlFile

        script = SqlFile(name, root / rest, dialect)
        return Schema(name, script.fingerprint(), script.build)
    if kind == "alembic":
        from .migrations import Migrations

        migrations = Migrations(name, root / rest)
        return Schema(name, migrations.fingerprint(), migrations.build)
    from .imported import imported

    found = imported(name, root, dialect)
    return Schema(name, found.fingerprint(), found.build)
