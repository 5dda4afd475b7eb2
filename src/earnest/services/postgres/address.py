"""Where a server is and how to log in: read from a URL, written for each driver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from ...errors import ServiceError

__all__ = ["Address", "DatabaseURL", "shown"]

_SCHEMES = ("postgresql", "postgres")


@dataclass(frozen=True, slots=True)
class Address:
    """One server, and perhaps one of its databases."""

    host: str = ""
    """A name, an address, or the directory of a unix socket."""
    port: int = 5432
    user: str = ""
    password: str = ""
    database: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    """What stands behind the question mark of a URL, such as sslmode."""

    @classmethod
    def on_socket(cls, directory: Path, user: str, port: int) -> Address:
        """The server whose socket is in this directory."""
        return cls(host=str(directory), port=port, user=user)

    @classmethod
    def from_url(cls, url: str, origin: str) -> Address:
        """Reads `postgresql[+driver]://user:password@host:port/database?options`. `origin` names where it stands.

        Raises ServiceError.
        """
        try:
            parts = urlsplit(url.strip())
            port = parts.port or 5432
        except ValueError as error:
            raise _unreadable(url, origin, str(error)) from error
        if parts.scheme.partition("+")[0] not in _SCHEMES:
            raise _unreadable(url, origin, f"it begins with {parts.scheme or 'nothing'}, not with postgresql")
        options = dict(parse_qsl(parts.query))
        return cls(
            host=unquote(options.pop("host", "") or parts.hostname or "localhost"),
            port=int(options.pop("port", port)),
            user=unquote(parts.username or options.pop("user", "")),
            password=unquote(parts.password or options.pop("password", "")),
            database=unquote(parts.path.strip("/")),
            options=options,
        )

    @property
    def schemes(self) -> tuple[str, ...]:
        """How its URLs may begin, before a driver's name."""
        return _SCHEMES

    @property
    def sync_url(self) -> str:
        """For a SQLAlchemy engine."""
        return self.url("psycopg")

    @property
    def async_url(self) -> str:
        """For an async SQLAlchemy engine: with asyncpg where it is installed, else with psycopg."""
        return self.url("asyncpg" if find_spec("asyncpg") else "psycopg")

    def database_url(self) -> DatabaseURL:
        """For SQLAlchemy with psycopg where SQLAlchemy is installed, else plain; and its other spellings."""
        return DatabaseURL(self, "psycopg" if find_spec("sqlalchemy") else "")

    def prepare(self, engine: object) -> None:
        """Connections to PostgreSQL are as they should be."""

    def on(self, database: str) -> Address:
        """The same server with another database."""
        return replace(self, database=database)

    def url(self, driver: str = "") -> str:
        """As a URL: plain, or `postgresql+driver://` as SQLAlchemy wants it."""
        options, host = dict(self.options), quote(self.host, safe=":[]")
        if self.host.startswith("/"):  # a directory does not fit into the place of a host
            options = {"host": self.host, "port": str(self.port), **options}
            host = ""
        login = quote(self.user, safe="") + (f":{quote(self.password, safe='')}" if self.password else "")
        where = f"{host}:{self.port}" if host else ""
        query = f"?{urlencode(options, safe='/')}" if options else ""
        scheme = f"postgresql+{driver}" if driver else "postgresql"
        return f"{scheme}://{f'{login}@' if login else ''}{where}/{quote(self.database, safe='')}{query}"

    def parameters(self) -> dict[str, str | int]:
        """As libpq's keywords."""
        named: dict[str, str | int] = {"host": self.host, "port": self.port, "user": self.user}
        named |= {"password": self.password, "dbname": self.database, **self.options}
        return {name: value for name, value in named.items() if value}


class DatabaseURL(str):
    """A database's URL for the driver that is installed, and its other spellings."""

    __slots__ = ("address",)
    address: Address

    def __new__(cls, address: Address, driver: str) -> DatabaseURL:
        """The text is for SQLAlchemy with this driver, or plain when there is none."""
        url = super().__new__(cls, address.url(driver))
        url.address = address
        return url

    @property
    def dsn(self) -> str:
        """`postgresql://…`, as psycopg.connect, asyncpg.connect and psql take it."""
        return self.address.url()

    @property
    def asyncpg(self) -> str:
        """`postgresql+asyncpg://…`, for SQLAlchemy."""
        return self.address.url("asyncpg")

    @property
    def psycopg(self) -> str:
        """`postgresql+psycopg://…`, for SQLAlchemy, sync and async."""
        return self.address.url("psycopg")


def shown(url: str) -> str:
    """A URL as a message may show it: without its password."""
    head, separator, tail = url.rpartition("@")
    scheme, slashes, login = head.partition("://")
    user, colon, _ = login.partition(":")
    return f"{scheme}{slashes}{user}{':***' if colon else ''}{separator}{tail}" if separator else url


def _unreadable(url: str, origin: str, why: str) -> ServiceError:
    return ServiceError(
        f"{origin} = {shown(url)!r} is not the URL of a PostgreSQL server: {why}.",
        cure="It should look like postgresql://user:password@localhost:5432 (the name of a database may follow).",
    )
