"""Runs a script of SQL on SQLite, and says which line was wrong."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

from ..database.port import Dialect, ScriptError
from .address import DatabaseFile

__all__ = ["DIALECT"]


def _run_script(address: DatabaseFile, text: str) -> None:
    """Nothing is taken back here when a statement fails: the file is thrown away then."""
    with contextlib.closing(sqlite3.connect(address.path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for line, statement in _statements(text):
            try:
                connection.execute(statement)
            except sqlite3.Error as error:
                raise ScriptError(str(error), line=line) from error


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each with the line on which it begins. A semicolon in a string, a comment or a trigger ends none."""
    line, begun = 1, ""
    for piece in text.split(";"):
        begun += f"{piece};"
        if sqlite3.complete_statement(begun):
            yield line + begun[: len(begun) - len(begun.lstrip())].count("\n"), begun
            line += begun.count("\n")
            begun = ""
    if begun.removesuffix(";").strip():
        yield line, begun.removesuffix(";")


DIALECT = Dialect("sqlite://", _run_script)
