"""Creates, clones and drops databases. Touches no database that it has not created itself."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...errors import ServiceError
from .address import Address
from .connection import connect, driver, roll_back_prepared

if TYPE_CHECKING:
    import psycopg

__all__ = ["PREFIX", "Admin"]

PREFIX = "earnest"
"""Begins the name of each database that is ours."""
_LONGEST = 63
"""Bytes of an identifier (NAMEDATALEN - 1)."""
_BUSY_TRIES = 2
"""Each takes five seconds: the server itself waits so long for others to leave a template."""
_LEAVING = 0.1
"""Seconds that connections to a database get to end before it is dropped with them."""
_LOCK = 0x6561726E
"""First half of our advisory locks' keys, so that they meet nobody else's."""
_HOLD = "SELECT pg_advisory_lock_shared(%s, %s)"


class Admin:
    """One connection to a server's maintenance database, opened when it is first needed."""

    def __init__(self, address: Address, *, origin: str) -> None:
        """`origin` names the server in messages, e.g. `TEST_DATABASE_URL`."""
        self.address = address
        self.origin = origin
        self._connection: psycopg.Connection[Any] | None = None
        self._held: list[int] = []

    def close(self) -> None:
        """Ends the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def version(self) -> str:
        """The server's version, e.g. `16.14`."""
        number = self._connected().info.server_version
        return f"{number // 10000}.{number % 10000}"

    def exists(self, name: str) -> bool:
        """Whether there is a database of this name."""
        return bool(self._all("SELECT 1 FROM pg_database WHERE datname = %s", name))

    def names(self, prefix: str) -> list[str]:
        """The databases whose names begin so, the oldest first."""
        rows = self._all("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid", prefix)
        return [row[0] for row in rows]

    def creation(self, name: str, template: str = "") -> str:
        """The statement that makes an empty database, or a copy. Raises ServiceError."""
        if len(name.encode()) > _LONGEST:
            raise ServiceError(f"The database name {name!r} is longer than {_LONGEST} bytes.")
        # Copying files is twice as fast as writing them to the log, and a test database is small (FILE_COPY: 15 and later).
        copies = " STRATEGY file_copy" if self._connected().info.server_version >= 150000 else ""
        return f"CREATE DATABASE {_quoted(name)} TEMPLATE {_quoted(template or 'template0')}{copies}"

    def removal(self, name: str) -> str:
        """The statement that removes a database of ours, unless it is gone already."""
        if not name.startswith(PREFIX):
            raise ValueError(f"{name} is not ours")
        return f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)"

    def create(self, name: str, template: str = "") -> None:
        """Makes an empty database, or a copy. Raises ServiceError."""
        statement = self.creation(name, template)
        for _ in range(_BUSY_TRIES):
            try:
                self._run(statement)
            except self._errors().ObjectInUse:
                continue
            return
        raise ServiceError(
            f"The template database {template!r} is in use, and stays so.",
            cure="Close the connections to it: the schema's function may have left one open, or somebody looks at it.",
        )

    def drop(self, name: str) -> None:
        """Removes a database of ours with its connections; nothing happens when it is gone already."""
        statement = self.removal(name)
        self._wait_until_left(name)
        try:
            self._run(statement)
        except self._errors().ObjectInUse:
            with connect(self.address.on(name)) as inside:
                roll_back_prepared(inside)
            self._run(statement)

    def end_connections(self, name: str) -> int:
        """Tells those who are connected to this database to leave; they do within milliseconds. Returns how many."""
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND backend_type = %s"
        return len(self._all(query, name, "client backend"))

    def _wait_until_left(self, name: str) -> None:
        """The server itself looks for them every 100 ms only."""
        end = time.monotonic() + _LEAVING
        while self.end_connections(name) and time.monotonic() < end:
            time.sleep(0.001)

    def rename(self, old: str, new: str) -> None:
        """Gives a database another name; its connections are ended."""
        self._wait_until_left(old)
        self._run(f"ALTER DATABASE {_quoted(old)} RENAME TO {_quoted(new)}")

    def another_connection(self) -> psycopg.Connection[Any]:
        """A second one like our own. Raises ServiceError."""
        return self._connect()

    @contextlib.contextmanager
    def locked(self, number: int) -> Iterator[None]:
        """Keeps out everybody who asks this server for the same number (31 bits), on any machine."""
        self._all("SELECT pg_advisory_lock(%s, %s)", _LOCK, number)
        try:
            yield
        finally:
            self._all("SELECT pg_advisory_unlock(%s, %s)", _LOCK, number)

    def hold(self, number: int) -> None:
        """Marks this number as in use for as long as this connection lives; others may do the same."""
        self._all(_HOLD, _LOCK, number)
        self._held.append(number)

    def is_free(self, number: int) -> bool:
        """Whether nobody holds this number."""
        free = bool(self._all("SELECT pg_try_advisory_lock(%s, %s)", _LOCK, number)[0][0])
        if free:
            self._all("SELECT pg_advisory_unlock(%s, %s)", _LOCK, number)
        return free

    def _run(self, statement: str) -> None:
        try:
            self._execute(statement)
        except self._errors().InsufficientPrivilege as error:
            raise ServiceError(
                f"The user {self.address.user!r} of {self.origin} may not create databases.",
                cure=f"Let it: ALTER ROLE {_quoted(self.address.user)} CREATEDB.",
            ) from error

    def _all(self, query: str, *values: object) -> list[Any]:
        return self._execute(query, values).fetchall()

    def _execute(self, query: str, values: tuple[object, ...] | None = None) -> psycopg.Cursor[Any]:
        connection = self._connected()
        try:
            return connection.execute(query, values)
        except driver().OperationalError:
            if not connection.closed:
                raise
        return self._connected().execute(query, values)  # a test has ended our connection

    def _connected(self) -> psycopg.Connection[Any]:
        if self._connection is None or self._connection.closed:
            self._connection = self._connect()
            for number in self._held:
                self._connection.execute(_HOLD, (_LOCK, number))
        return self._connection

    def _connect(self) -> psycopg.Connection[Any]:
        failures = []
        # Always the same one first: advisory locks are seen only by those who are connected to the same database.
        for database in dict.fromkeys(filter(None, ("postgres", self.address.database, "template1"))):
            try:
                return connect(self.address.on(database))
            except driver().OperationalError as error:
                failures.append(str(error).strip().splitlines()[0].removeprefix("connection failed: "))
        raise ServiceError(
            f"{self.origin} cannot be reached at {self.address.host}:{self.address.port}: {failures[0]}.",
            cure="Start that server, or mend the URL; without it Earnest starts a server of its own.",
        )

    @staticmethod
    def _errors() -> Any:
        return driver().errors


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
