"""Where a database file is, written for each driver."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import ServiceError

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = ["DatabaseFile", "DatabaseURL"]


@dataclass(frozen=True, slots=True)
class DatabaseFile:
    """One database of SQLite's."""

    path: Path
    """Absolute."""

    @property
    def schemes(self) -> tuple[str, ...]:
        """How its URLs may begin, before a driver's name."""
        return ("sqlite",)

    @property
    def sync_url(self) -> str:
        """For a SQLAlchemy engine."""
        return self.url()

    @property
    def async_url(self) -> str:
        """For an async SQLAlchemy engine. Raises ServiceError."""
        if find_spec("aiosqlite") is None:
            raise ServiceError(
                "The tests use SQLite with asyncio, and the driver aiosqlite is not installed.",
                cure="Install aiosqlite.",
            )
        return self.url("aiosqlite")

    def url(self, driver: str = "") -> str:
        """`sqlite:////path`, or `sqlite+driver:////path`."""
        return f"sqlite{f'+{driver}' if driver else ''}:///{self.path}"

    def database_url(self) -> DatabaseURL:
        """For SQLAlchemy, and its other spellings."""
        return DatabaseURL(self)

    def prepare(self, engine: Engine) -> None:
        """Real transactions, and foreign keys that hold."""
        from .transactions import make_real

        make_real(engine)


class DatabaseURL(str):
    """A database file's URL for SQLAlchemy, and its other spellings."""

    __slots__ = ("address",)
    address: DatabaseFile

    def __new__(cls, address: DatabaseFile) -> DatabaseURL:
        """The text is for SQLAlchemy with Python's own driver."""
        url = super().__new__(cls, address.url())
        url.address = address
        return url

    @property
    def dsn(self) -> str:
        """The path, as sqlite3.connect, aiosqlite.connect and the program sqlite3 take it."""
        return str(self.address.path)

    @property
    def aiosqlite(self) -> str:
        """`sqlite+aiosqlite:////path`, for an async SQLAlchemy engine."""
        return self.address.url("aiosqlite")
