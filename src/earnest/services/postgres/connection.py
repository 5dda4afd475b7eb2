"""Opens Earnest's own connections, which need psycopg whatever driver the project uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import ServiceError
from .address import Address

if TYPE_CHECKING:
    import psycopg

__all__ = ["connect", "driver", "roll_back_prepared"]


def driver() -> Any:
    """The module psycopg, imported when it is first needed (100 ms). Raises ServiceError."""
    try:
        import psycopg
    except ImportError as error:
        raise ServiceError(
            f"The tests need a database, and the driver psycopg cannot be imported: {error}.",
            cure="Install `earnest[postgres]`.",
        ) from error
    return psycopg


def connect(address: Address) -> psycopg.Connection[Any]:
    """A connection in autocommit mode. Raises ServiceError, psycopg.OperationalError."""
    module = driver()
    text = module.conninfo.make_conninfo(**address.parameters())
    connection: psycopg.Connection[Any] = module.connect(text, autocommit=True, connect_timeout=10)
    return connection


def roll_back_prepared(connection: psycopg.Connection[Any]) -> None:
    """Ends the prepared transactions of the connection's database: they outlive every connection, and even the server."""
    query = "SELECT quote_literal(gid) FROM pg_prepared_xacts WHERE database = current_database()"
    for (name,) in connection.execute(query).fetchall():
        connection.execute(f"ROLLBACK PREPARED {name}")
