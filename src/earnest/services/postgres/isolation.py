"""Takes back what a test has committed, exactly and in place: its connections stay, and it never knows.

The tests really commit. A rollback would be as fast, but inside one transaction `now()` stands still, deferred constraints
and NOTIFY never happen, and a second connection sees nothing. What is taken back here is known from one query per test.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..database.leaks import Leak
from .connection import driver, roll_back_prepared
from .state import Catalogue, State, catalogue_of, names_on_server, state_of

if TYPE_CHECKING:
    import psycopg

__all__ = ["Isolation", "Snapshot"]

_PATIENCE = 0.2
"""Seconds that transactions of a test get to end behind it."""
_LARGEST = 8 << 20
"""Bytes of rows that a snapshot keeps in memory; a database with more is cloned anew instead."""


@dataclass(slots=True)
class Snapshot:
    """What the database is put back to."""

    catalogue: Catalogue
    positions: tuple[int | None, ...]
    """Where the sequences of the catalogue stand."""
    rows: dict[int, bytes] = field(default_factory=dict)
    """Table -> its rows as COPY writes them, for tables that are not empty."""
    marks: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Table -> how many rows, and the youngest transaction that wrote one of them."""
    large_objects: frozenset[int] = frozenset()
    is_complete: bool = True
    """Whether `rows` holds everything: too much of it is not kept."""


class Isolation:
    """Watches one database over a connection of its own."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        """`connection` is in autocommit mode and leads to the database; what is there now is what it is put back to."""
        self._names: dict[int, str] = {}
        self._server_before = self._server_now = ""
        self._connect(connection)
        self._snapshots = [self._look()]
        self._on_server = names_on_server(connection)
        self._server_before = self._server_now

    def _connect(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        # For good, not for each reset: a change of it throws all plans away, and planning takes longer than all the rest.
        connection.execute("SET session_replication_role = replica")
        connection.execute(f"SET lock_timeout = {round(_PATIENCE * 1000)}")

    @property
    def _base(self) -> Snapshot:
        return self._snapshots[-1]

    def has_changed(self) -> bool:
        """Whether anything but the base is in the database."""
        state = self._state()
        return state.signature != self._base.catalogue.signature or bool(self._differences(state))

    def push(self) -> None:
        """Makes what is there now the base, until `pop`: a fixture of a wider scope has put it there."""
        self._names.clear()
        self._snapshots.append(self._look())

    def pop(self) -> None:
        """Makes the base before `push` the base again; `reset` then goes back to it."""
        self._snapshots.pop()

    @contextlib.contextmanager
    def without_bases(self) -> Iterator[None]:
        """Within, the base is the schema's own; `reset` goes there."""
        above = self._snapshots[1:]
        del self._snapshots[1:]
        try:
            yield
        finally:
            self._snapshots += above

    def reset(self) -> bool:
        """Puts everything back to the base. False where it cannot: the schema has changed, or too much is missing."""
        state = self._state_unless_locked()
        if state is None or state.is_busy:
            self._end_transactions()
            state = self._state()
        if state.signature != self._base.catalogue.signature:
            return False
        changed = self._differences(state)
        if not self._base.is_complete and changed & self._base.marks.keys():
            return False
        self._put_back(changed, state)
        return True

    def move(self, connection: psycopg.Connection[Any]) -> bool:
        """Goes on with a new copy of the schema, and puts the base into it. False where the base's schema is another."""
        self._connect(connection)
        return self.reset()

    def leaks(self) -> list[Leak]:
        """What differs from the base: rows by table, and what else a test can leave in a database."""
        state = self._state_unless_locked()
        if state is None:
            return [Leak("open transaction", len(self._writers()))]
        has_schema = state.signature == self._base.catalogue.signature
        found = [*self._unfinished(state), *self._moved_rows(state, has_schema=has_schema)]
        if not has_schema:
            found.append(Leak("definition", 0))
        objects = len(state.large_objects) - len(self._base.large_objects)
        if state.large_objects != self._base.large_objects:
            found.append(Leak("large object", objects))
        # A row moves its table's sequence: only one that has moved alone is worth a word.
        if not found and (moved := len(list(self._moves(state)))):
            found.append(Leak("moved sequence", moved))
        return found

    def lasting(self) -> list[str]:
        """Roles, databases, tablespaces and slots that were made or dropped since this was last asked."""
        if self._server_now == self._server_before:
            return []
        self._server_before, before = self._server_now, self._on_server
        self._on_server = names_on_server(self._connection)
        made = [f"has made the {kind} {name!r}" for kind, name in sorted(self._on_server - before)]
        return [*made, *(f"has dropped the {kind} {name!r}" for kind, name in sorted(before - self._on_server))]

    def _state(self, catalogue: Catalogue | None = None) -> State:
        state = state_of(self._connection, catalogue or self._base.catalogue)
        self._server_now = state.server
        return state

    def _state_unless_locked(self) -> State | None:
        """None where somebody has locked a table so that not even its size can be asked."""
        try:
            return self._state()
        except driver().errors.LockNotAvailable:
            return None

    def _unfinished(self, state: State) -> Iterator[Leak]:
        if not state.is_busy:
            return
        query = "SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()"
        row = self._connection.execute(query).fetchone()
        for kind, count in (("prepared transaction", row[0] if row else 0), ("open transaction", len(self._writers()))):
            if count:
                yield Leak(kind, count)

    def _moved_rows(self, state: State, *, has_schema: bool) -> Iterator[Leak]:
        """Of tables that may be gone by now, only those that have rows."""
        tables = self._differences(state) if has_schema else state.touched - self._base.marks.keys()
        for table in sorted(tables):
            before = self._base.marks.get(table, (0, 0))
            now = self._mark(table)
            if now != before and (now[0] or before[0]):
                yield Leak("row", now[0] - before[0], self._name(table).removeprefix("public."))

    def _look(self) -> Snapshot:
        catalogue = catalogue_of(self._connection)
        state = self._state(catalogue)
        base = Snapshot(catalogue, state.positions, large_objects=state.large_objects)
        size = 0
        for table in sorted(state.touched):
            mark = self._mark(table)
            if not mark[0]:
                continue
            base.marks[table] = mark
            if size <= _LARGEST:
                with self._connection.cursor().copy(f"COPY {self._name(table)} TO STDOUT (FORMAT binary)") as copy:
                    base.rows[table] = b"".join(bytes(block) for block in copy)
                size += len(base.rows[table])
        base.is_complete = size <= _LARGEST
        return base

    def _differences(self, state: State) -> set[int]:
        """Tables whose rows may differ from the base."""
        seeded = {table for table, mark in self._base.marks.items() if self._mark(table) != mark}
        return seeded | (state.touched - self._base.marks.keys())

    def _mark(self, table: int) -> tuple[int, int]:
        query = f"SELECT count(*), coalesce(max(xmin::text::int8), 0) FROM ONLY {self._name(table)}"
        row = self._connection.execute(query).fetchone()
        assert row is not None  # an aggregate has one row
        return row[0], row[1]

    def _name(self, table: int) -> str:
        if table not in self._names:
            row = self._connection.execute(
                "SELECT format('%%I.%%I', nspname, relname) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
                " WHERE c.oid = %s",
                (table,),
            ).fetchone()
            assert row is not None  # it was in the catalogue a moment ago
            self._names[table] = row[0]
        return self._names[table]

    def _put_back(self, tables: set[int], state: State) -> None:
        """Without triggers and foreign keys: what was there before was in order."""
        script = [f"DELETE FROM ONLY {self._name(table)}" for table in sorted(tables)]
        script += self._moves(state)
        script += [f"SELECT lo_unlink({number})" for number in state.large_objects - self._base.large_objects]
        seeded = tables & self._base.rows.keys()
        if not script:
            return
        if not seeded:
            self._connection.execute("; ".join(script))  # one round trip, and one transaction
            return
        with self._connection.transaction():
            self._connection.execute("; ".join(script))
            for table in seeded:
                with self._connection.cursor().copy(f"COPY {self._name(table)} FROM STDIN (FORMAT binary)") as copy:
                    copy.write(self._base.rows[table])
        for table in seeded:
            self._base.marks[table] = self._mark(table)

    def _moves(self, state: State) -> Iterator[str]:
        """Statements that put sequences back to where they stood."""
        steps = zip(self._base.catalogue.sequences, self._base.positions, state.positions, strict=True)
        for (sequence, start), before, now in steps:
            if before is None and now is not None:
                yield f"SELECT setval({sequence}::regclass, {start}, false)"
            elif before != now:
                yield f"SELECT setval({sequence}::regclass, {before}, true)"

    def _end_transactions(self) -> None:
        """Waits a little for transactions that the test left in this database, then ends their connections."""
        end = time.monotonic() + _PATIENCE
        while self._writers():
            if time.monotonic() > end:
                for pid in self._writers():
                    self._connection.execute("SELECT pg_terminate_backend(%s, 1000)", (pid,))
                break
            time.sleep(0.002)
        roll_back_prepared(self._connection)

    def _writers(self) -> list[int]:
        rows = self._connection.execute(
            "SELECT pid FROM pg_stat_activity a WHERE datname = current_database() AND pid <> pg_backend_pid() AND"
            " (backend_xid IS NOT NULL OR EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND mode = 'AccessExclusiveLock'))"
        ).fetchall()
        return [row[0] for row in rows]
