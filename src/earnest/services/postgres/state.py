"""Says in one short query what a database holds besides its schema: which tables have pages, where sequences stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

__all__ = ["Catalogue", "State", "catalogue_of", "names_on_server", "state_of"]

_FIRST = 16384
"""Objects of users have identifiers from here on (FirstNormalObjectId in PostgreSQL's sources)."""
_LASTING = f"SELECT oid FROM pg_class WHERE oid >= {_FIRST} AND relpersistence <> 't'"


def _mark(catalog: str, condition: str = "") -> str:
    """Changes with each row of this system catalog that is made, altered or dropped."""
    extra = f" AND {condition}" if condition else ""
    key = "attrelid" if catalog == "pg_attribute" else "oid"
    return f"(SELECT count(*) || '/' || max(xmin::text::int8) FROM {catalog} WHERE {key} >= {_FIRST}{extra})"


_SIGNATURE = "concat_ws(' ', {})".format(
    ", ".join(
        (
            _mark("pg_class", "relpersistence <> 't'"),
            _mark("pg_attribute", f"attrelid IN ({_LASTING})"),
            _mark("pg_attrdef", f"adrelid IN ({_LASTING})"),
            _mark("pg_constraint", f"(conrelid = 0 OR conrelid IN ({_LASTING}))"),
            _mark("pg_trigger", f"tgrelid IN ({_LASTING})"),
            _mark("pg_rewrite", f"ev_class IN ({_LASTING})"),
            _mark("pg_proc"),
            _mark("pg_type", "typtype IN ('d', 'e', 'r')"),
            _mark("pg_enum"),
            _mark("pg_namespace", "nspname !~ '^pg_(toast_)?temp_'"),
            _mark("pg_policy"),
            _mark("pg_extension"),
        )
    )
)
"""Two equal ones mean that nobody changed the schema. Temporary tables belong to sessions and do not count."""
_CATALOGUE = f"""
SELECT {_SIGNATURE},
  (SELECT array_agg(oid::int8 ORDER BY oid) FROM pg_class WHERE oid >= {_FIRST} AND relkind = 'r'
     AND relpersistence <> 't' AND relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_')),
  (SELECT array_agg(ARRAY[seqrelid::int8, seqstart] ORDER BY seqrelid) FROM pg_sequence WHERE seqrelid IN ({_LASTING}))
"""
_STATE = f"""
SELECT {_SIGNATURE},
  (SELECT array_agg(o) FROM unnest(%s::int8[]) o WHERE pg_relation_size(o::oid) > 0),
  (SELECT array_agg(pg_sequence_last_value(o::oid) ORDER BY n) FROM unnest(%s::int8[]) WITH ORDINALITY s(o, n)),
  (SELECT array_agg(oid::int8) FROM pg_largeobject_metadata),
  concat_ws(' ', (SELECT count(*) || '/' || max(oid) FROM pg_roles), (SELECT count(*) || '/' || max(oid) FROM pg_tablespace),
    (SELECT count(*) || '/' || max(oid) FROM pg_database WHERE NOT starts_with(datname, 'earnest')),
    (SELECT count(*) FROM pg_replication_slots)),
  (SELECT count(*) FROM pg_locks WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database())
     AND locktype = 'relation' AND pid IS DISTINCT FROM pg_backend_pid() AND mode NOT IN ('AccessShareLock', 'RowShareLock'))
"""


_NAMED = {
    "role": "SELECT rolname FROM pg_roles",
    "database": "SELECT datname FROM pg_database WHERE NOT starts_with(datname, 'earnest')",
    "tablespace": "SELECT spcname FROM pg_tablespace",
    "replication slot": "SELECT slot_name FROM pg_replication_slots",
}
"""What belongs to the whole server, and no other test's database is among it."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The schema, as far as a reset needs it."""

    signature: str
    tables: tuple[int, ...]
    """Identifiers of all tables that hold rows."""
    sequences: tuple[tuple[int, int], ...]
    """Identifier and first value."""


@dataclass(frozen=True, slots=True)
class State:
    """What is in the database now."""

    signature: str
    touched: frozenset[int]
    """Tables that have had rows since they were made; those may be gone again."""
    positions: tuple[int | None, ...]
    """The last value of each sequence of the catalogue, None for one that was never asked."""
    large_objects: frozenset[int]
    server: str
    """Changes with the roles, tablespaces and databases of the server."""
    is_busy: bool
    """Whether a transaction has written here and not ended yet, a prepared one included."""


def catalogue_of(connection: psycopg.Connection[Any]) -> Catalogue:
    """Reads the system catalogs: about a millisecond."""
    signature, tables, sequences = connection.execute(_CATALOGUE).fetchone() or ("", (), ())
    return Catalogue(signature, tuple(tables or ()), tuple((number, start) for number, start in sequences or ()))


def state_of(connection: psycopg.Connection[Any], catalogue: Catalogue) -> State:
    """A fifth of a millisecond."""
    row = connection.execute(_STATE, (list(catalogue.tables), [number for number, _ in catalogue.sequences])).fetchone()
    assert row is not None  # a query without FROM has one row
    signature, touched, positions, large_objects, server, writing = row
    return State(
        signature,
        frozenset(touched or ()),
        tuple(positions or ()),
        frozenset(large_objects or ()),
        server,
        bool(writing),
    )


def names_on_server(connection: psycopg.Connection[Any]) -> frozenset[tuple[str, str]]:
    """Kind and name of everything that belongs to the whole server."""
    return frozenset((kind, name) for kind, query in _NAMED.items() for (name,) in connection.execute(query).fetchall())
