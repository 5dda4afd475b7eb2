"""The evidence store: remembers answers by key, durations of tests, and the last run."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from ..errors import EngineError
from ..model import Trial, TrialPath, Verdict
from . import place, schema

__all__ = ["Store"]

_ROW = "change_id, verdict, path, caught_by, covered_by, tests_run, seconds, cpu_seconds, detail"
_KEPT_TRIALS = 200_000
"""Beyond that the oldest answers are forgotten when the store is closed: about 60 MB."""


class Store:
    """One open store. Losing it costs time, never truth: where it does not work the run goes on and says so."""

    def __init__(self, connection: sqlite3.Connection, file: Path | None, notes: tuple[str, ...]) -> None:
        """Use `Store.open`."""
        self._connection = connection
        self._file = file
        self._notes = list(notes)
        self._owner = os.getpid()
        self._closed = False

    @classmethod
    def open(cls, root: Path) -> Store:
        """The store of the project at `root`: in it, else in the user's cache directory, else in memory.

        A place that does not work is a note, never an error.
        """
        notes: list[str] = []
        for directory in (place.project_place(root), _cache(root)):
            if directory is None:
                continue
            try:
                connection = _open_file(directory, notes)
            except (OSError, sqlite3.Error) as error:
                notes.append(f"No evidence can be kept in {directory}: {_sentence(error)}")
                continue
            if directory != place.project_place(root):
                notes.append(f"Evidence is kept in {directory} instead.")
            return cls(connection, directory / place.FILE_NAME, tuple(notes))
        notes.append("The answers of this run will not be remembered.")
        return cls(schema.connect_memory(), None, tuple(notes))

    @classmethod
    def find(cls, root: Path) -> Store | None:
        """The store of the project at `root` if there is one already; makes nothing."""
        places = (place.project_place(root), _cache(root))
        exists = any(directory is not None and (directory / place.FILE_NAME).is_file() for directory in places)
        return cls.open(root) if exists else None

    @property
    def directory(self) -> Path | None:
        """Where it stands; None when it lives in memory."""
        return self._file.parent if self._file else None

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know about the store: one sentence each."""
        return tuple(self._notes)

    def recall(self, key: str) -> Trial | None:
        """The answer to the question that `key` stands for, marked as remembered."""
        row = self._one(f"SELECT {_ROW} FROM trials WHERE key = ?", (key,))
        return None if row is None else _trial(row)

    def record(self, key: str, trial: Trial) -> None:
        """Keeps an answer; a later one replaces it. It is safe from a kill as soon as this returns."""
        values = (key, *_values(trial))
        self._write([(f"INSERT OR REPLACE INTO trials (key, {_ROW}) VALUES (?{', ?' * 9})", values)])

    def durations(self) -> dict[str, float]:
        """Node id -> seconds, as last recorded."""
        return {str(test): float(str(seconds)) for test, seconds in self._all("SELECT test, seconds FROM durations")}

    def record_durations(self, durations: Mapping[str, float]) -> None:
        """Replaces all durations: tests that are gone are forgotten."""
        rows = [("INSERT INTO durations VALUES (?, ?)", (_plain(test), seconds)) for test, seconds in durations.items()]
        self._write([("DELETE FROM durations", ()), *rows])

    def save_run(self, run_json: str) -> None:
        """Keeps the rendered run in place of the one before."""
        self._write([("DELETE FROM runs", ()), ("INSERT INTO runs (document) VALUES (?)", (_plain(run_json),))])

    def last_run(self) -> str | None:
        """What `save_run` was given last."""
        row = self._one("SELECT document FROM runs ORDER BY number DESC LIMIT 1", ())
        return None if row is None else str(row[0])

    def close(self) -> None:
        """Closes it; does nothing in a fork, where closing would take the parent's locks away."""
        if os.getpid() != self._owner or self._closed:
            return
        self._closed = True
        self._write([("DELETE FROM trials WHERE rowid <= (SELECT max(rowid) FROM trials) - ?", (_KEPT_TRIALS,))])
        self._connection.close()

    def __enter__(self) -> Store:
        """Itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Closes it."""
        self.close()

    def _one(self, statement: str, values: tuple[object, ...]) -> tuple[object, ...] | None:
        rows = self._all(statement, values)
        return rows[0] if rows else None

    def _all(self, statement: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        self._assert_owner()
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            self._give_way(error)
            return []

    def _write(self, statements: list[tuple[str, tuple[object, ...]]]) -> None:
        self._assert_owner()
        try:
            self._transact(statements)
        except sqlite3.DatabaseError as error:
            self._give_way(error)
            self._transact(statements)

    def _transact(self, statements: list[tuple[str, tuple[object, ...]]]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            for statement, values in statements:
                self._connection.execute(statement, values)
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _give_way(self, error: sqlite3.DatabaseError) -> None:
        """The file broke under our hands: puts it aside when it is damaged, goes on in memory otherwise."""
        if self._file is None or isinstance(error, sqlite3.ProgrammingError):
            raise error
        self._connection.close()
        file, self._file = self._file, None
        try:
            if not schema.is_damage(error):
                raise error
            with place.locked(file.parent):
                self._connection = _rebuild(file, "corrupt", "was damaged", self._notes)
            self._file = file
        except (OSError, sqlite3.Error, schema.UnusableError) as failure:
            self._connection = schema.connect_memory()
            self._notes.append(
                f"The evidence store {file} stopped working, the run goes on without: {_sentence(failure)}"
            )

    def _assert_owner(self) -> None:
        if os.getpid() != self._owner:
            raise EngineError("A child process used the evidence store; only the parent may.")


def _cache(root: Path) -> Path | None:
    try:
        return place.cache_place(root)
    except RuntimeError:  # no home directory
        return None


def _open_file(directory: Path, notes: list[str]) -> sqlite3.Connection:
    place.prepare(directory)
    file = directory / place.FILE_NAME
    with place.locked(directory):
        try:
            return schema.connect(file)
        except schema.UnusableError as unusable:
            return _rebuild(file, unusable.reason, str(unusable), notes)


def _rebuild(file: Path, reason: str, text: str, notes: list[str]) -> sqlite3.Connection:
    aside = place.set_aside(file, reason)
    connection = schema.connect(file)
    notes.append(f"The evidence store {text}; it is kept as {aside} and a new one was started.")
    return connection


def _sentence(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"{text.rstrip('.')}."


def _plain(text: str) -> str:
    """SQLite refuses lone surrogates, which names of files and tests may hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _values(trial: Trial) -> tuple[object, ...]:
    return (
        trial.change_id,
        trial.verdict.value,
        trial.path.value,
        json.dumps(trial.caught_by),
        trial.covered_by,
        trial.tests_run,
        trial.seconds,
        trial.cpu_seconds,
        _plain(trial.detail),
    )


def _trial(row: tuple[object, ...]) -> Trial:
    change_id, verdict, path, caught_by, covered_by, tests_run, seconds, cpu_seconds, detail = row
    return Trial(
        change_id=str(change_id),
        verdict=Verdict(verdict),
        path=TrialPath(path),
        caught_by=tuple(json.loads(str(caught_by))),
        covered_by=int(str(covered_by)),
        tests_run=int(str(tests_run)),
        seconds=float(str(seconds)),
        cpu_seconds=float(str(cpu_seconds)),
        detail=str(detail),
        remembered=True,
    )
