"""A schema that is an object of the project's: SQLAlchemy's or SQLModel's metadata, or a function."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ....errors import SchemaError
from ..port import Address, Dialect
from .digest import contents, digest
from .failure import shown_as_the_users

__all__ = ["Function", "Metadata", "imported"]


def imported(name: str, root: Path, dialect: Dialect) -> Metadata | Function:
    """Imports what `package.module:name` says. Raises SchemaError."""
    module, _, path = name.partition(":")
    with shown_as_the_users(name):
        found: Any = importlib.import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
    found = getattr(found, "metadata", found) if isinstance(found, type) else found
    if hasattr(found, "create_all"):
        return Metadata(name, found, dialect)
    if callable(found):
        return Function(name, found, root)
    raise SchemaError(
        f"The schema {name!r} is a {type(found).__name__}.",
        cure="Name a metadata object such as app.models:Base.metadata, or a function that takes a URL.",
    )


class Metadata:
    """Tables that SQLAlchemy knows."""

    def __init__(self, name: str, metadata: Any, dialect: Dialect) -> None:
        self._name = name
        self._dialect = dialect
        self._metadata = metadata

    def fingerprint(self) -> str:
        """Of the statements that make the tables."""
        return digest("metadata", self._statements())

    def build(self, address: Address) -> None:
        """`create_all`."""
        from sqlalchemy import create_engine
        from sqlalchemy.pool import NullPool

        with shown_as_the_users(self._name):
            self._metadata.create_all(create_engine(address.sync_url, poolclass=NullPool))

    def _statements(self) -> Iterator[bytes]:
        from sqlalchemy import create_mock_engine

        said: list[bytes] = []

        def listen(statement: Any, *_arguments: object, **_keywords: object) -> None:
            said.append(str(statement.compile(dialect=engine.dialect)).encode())

        engine = create_mock_engine(self._dialect.url, listen)
        with shown_as_the_users(self._name):
            self._metadata.create_all(engine, checkfirst=False)
        yield from said


class Function:
    """A function, or coroutine function, that takes the URL of an empty database and fills it."""

    def __init__(self, name: str, function: Callable[[str], Any], root: Path) -> None:
        self._name = name
        self._function = function
        self._root = root

    def fingerprint(self) -> str:
        """Of all the project's code: nobody knows what a function depends on."""
        return digest("function", [self._name.encode(), *contents(self._root)])

    def build(self, address: Address) -> None:
        """Calls it."""
        url = str(address.database_url())
        with shown_as_the_users(self._name):
            result = self._function(url)
            if inspect.iscoroutine(result):
                import asyncio

                asyncio.run(result)
