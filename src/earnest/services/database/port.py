"""What the shared parts need of a database engine: PostgreSQL and SQLite each bring their own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from .leaks import Leak

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = ["Address", "Dialect", "Isolation", "Opened", "ScriptError", "Worker"]


class Address(Protocol):
    """Where one database is."""

    @property
    def schemes(self) -> tuple[str, ...]:
        """How its URLs may begin, before a driver's name."""

    @property
    def sync_url(self) -> str:
        """For a SQLAlchemy engine."""

    @property
    def async_url(self) -> str:
        """For an async SQLAlchemy engine."""

    def url(self, driver: str = "") -> str:
        """Plain, or for SQLAlchemy with this driver."""

    def database_url(self) -> str:
        """What the fixture `database_url` gives: a URL that knows its other spellings."""

    def prepare(self, engine: Engine) -> None:
        """Lets this engine's connections behave as they should, whatever the driver's defaults are."""


class Isolation(Protocol):
    """Knows what is in a worker's database, and puts it back."""

    def has_changed(self) -> bool:
        """Whether anything but the base is there."""

    def push(self) -> None:
        """Makes what is there the base."""

    def pop(self) -> None:
        """Makes the base before it the base again."""

    def without_bases(self) -> AbstractContextManager[None]:
        """Within, the base is the schema's own."""

    def leaks(self) -> list[Leak]:
        """What differs from the base, for a person. To be asked before `reset`."""

    def lasting(self) -> list[str]:
        """What has changed, since it was last asked, that `reset` does not put back: in words."""

    def reset(self) -> bool:
        """Puts everything back to the base. False where the database must be replaced for that."""


class Worker(Protocol):
    """The databases of one worker of one run."""

    @property
    def address(self) -> Address:
        """The worker's own database."""

    @property
    def isolation(self) -> Isolation:
        """Watches the worker's own database."""

    def clone(self) -> Address:
        """A fresh database for one test."""

    def drop(self, address: Any) -> None:
        """Removes a database that `clone` gave."""

    def renew(self) -> bool:
        """Replaces the worker's own database. False where the base that tests had is gone with it."""

    def close(self) -> None:
        """Removes all of them."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An engine that is ready for one worker: its database is there."""

    worker: Worker
    private: Callable[[], AbstractContextManager[Address]]
    """A server of one test's own, with the schema."""
    error: type[Exception]
    """What its driver raises when a test has broken the connection."""
    keeps_connections: bool
    """Whether pooled connections may outlive a test: on SQLite they hold pragmas, temporary tables and locks."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What it takes to build a schema."""

    url: str
    """For SQLAlchemy: enough of a URL to know the dialect."""
    run_script: Callable[[Any, str], None]
    """Runs SQL in the database at an address of this engine, in one transaction. Raises ScriptError."""


class ScriptError(Exception):
    """A statement of a script failed."""

    def __init__(self, message: str, *, line: int = 0) -> None:
        """`line` counts from 1, 0 where nobody knows."""
        super().__init__(message)
        self.message = message
        self.line = line
