"""Runs a script of SQL on PostgreSQL, and says which line was wrong."""

from __future__ import annotations

from typing import Any

from ..database.port import Dialect, ScriptError
from .address import Address
from .connection import connect, driver

__all__ = ["DIALECT"]


def _run_script(address: Address, text: str) -> None:
    with connect(address) as connection:
        try:
            connection.execute(text.encode())
        except driver().Error as error:
            raise _explained(error, text) from error


def _explained(error: Any, text: str) -> ScriptError:
    """The server's message with the line, where it tells a position."""
    position = error.diag.statement_position
    line = text.count("\n", 0, int(position)) + 1 if position else 0
    message = error.diag.message_primary or str(error).strip().partition("\n")[0]
    return ScriptError(message, line=line)


DIALECT = Dialect("postgresql+psycopg://", _run_script)
