"""A statement that the server works on while the tests go on."""

from __future__ import annotations

import contextlib
import select
from typing import TYPE_CHECKING, Any

from .connection import driver

if TYPE_CHECKING:
    import psycopg

__all__ = ["Errand"]


class Errand:
    """One statement at a time, on a connection of its own.

    It is libpq that does not wait. A thread would do the same, and Python warns when a process with threads forks, as tests do.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        """`connection` is in autocommit mode, and this errand's own."""
        self._connection = connection
        self._is_running = False

    def start(self, statement: str) -> None:
        """Sends the statement; the one before it is waited for. What goes wrong is told by `finish`."""
        self.finish()
        with contextlib.suppress(driver().OperationalError):  # a test may have ended the connection
            self._connection.pgconn.send_query(statement.encode())
            while self._connection.pgconn.flush():
                select.select([], [self._connection.pgconn.socket], [])
            self._is_running = True

    def finish(self) -> bool:
        """Waits for the statement. False when there is none, or it failed: whoever wants to know why runs it again."""
        was_running, self._is_running = self._is_running, False
        try:
            return was_running and self._succeeded()
        except driver().OperationalError:
            return False

    def close(self) -> None:
        """Ends the connection; a statement that runs still is waited for."""
        self.finish()
        self._connection.close()

    def _succeeded(self) -> bool:
        connection: Any = self._connection.pgconn
        statuses: list[Any] = []
        while True:
            while connection.is_busy():
                select.select([connection.socket], [], [])
                connection.consume_input()
            result = connection.get_result()
            if result is None:
                return statuses == [driver().pq.ExecStatus.COMMAND_OK]
            statuses.append(result.status)
