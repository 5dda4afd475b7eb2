"""The database files of one worker: a template with the schema, and copies of it that nobody else has."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from ...errors import SchemaError, ServiceError
from ..database.schema import Schema
from .address import DatabaseFile
from .isolation import Isolation
from .templates import Templates
from .workplace import Workplace

__all__ = ["Worker"]


class Worker:
    """What one worker of one run needs."""

    def __init__(self, schema: Schema) -> None:
        """Builds the schema unless an earlier run has, and makes the worker's own database. Raises SchemaError."""
        self._place = Workplace()
        self._number = 0
        self._template = self._place.directory / "template.db"
        self._path = self._place.directory / "test.db"
        try:
            _make_template(schema, self._template)
            shutil.copyfile(self._template, self._path)
        except BaseException:
            self._place.remove()
            raise
        self._isolation = Isolation(self._path)

    @property
    def address(self) -> DatabaseFile:
        """The worker's own database."""
        return DatabaseFile(self._path)

    @property
    def isolation(self) -> Isolation:
        """Watches the worker's own database."""
        return self._isolation

    def clone(self) -> DatabaseFile:
        """A fresh database for one test; `drop` it behind."""
        self._number += 1
        path = self._place.directory / f"test-{self._number}.db"
        shutil.copyfile(self._template, path)
        return DatabaseFile(path)

    def drop(self, address: DatabaseFile) -> None:
        """Removes a database that `clone` gave."""
        for end in ("", "-journal", "-wal", "-shm"):
            Path(f"{address.path}{end}").unlink(missing_ok=True)

    @contextlib.contextmanager
    def private(self) -> Iterator[DatabaseFile]:
        """The same as `clone` and `drop`: there is no server that a test could break."""
        address = self.clone()
        yield address
        self.drop(address)

    def renew(self) -> bool:
        """Replaces the worker's own database. Raises ServiceError where somebody still writes to the old one."""
        is_locked = self._isolation.is_locked
        self._isolation.replace()
        if is_locked:
            raise ServiceError(
                f"This test has left a transaction open in another thread or process, which keeps {self._path} locked.",
                cure="End it in the test. The database was replaced: whoever was connected is still in the old one.",
            )
        return True

    def close(self) -> None:
        """Removes all databases of this worker."""
        self._isolation.close()
        self._place.remove()


def _make_template(schema: Schema, path: Path) -> None:
    templates = Templates()
    with templates.locked():
        if not templates.fetch(schema, path):
            schema.build(DatabaseFile(path))
            _settle(schema, path)
            templates.keep(schema, path)


def _settle(schema: Schema, path: Path) -> None:
    """Makes the file whole: whoever built the schema may have left connections, and parts in a log beside it."""
    with contextlib.closing(sqlite3.connect(path, timeout=1)) as connection:
        is_busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            is_busy = True
    if is_busy:
        raise SchemaError(
            f"The schema {schema.name!r} has left a transaction open in its database.",
            cure="Commit and close it there.",
        )
