"""A server that tests may use, wherever it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .address import Address
from .admin import Admin

__all__ = ["VARIABLE", "Server"]

VARIABLE = "TEST_DATABASE_URL"
"""The environment variable that names a server of the user's."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that this process may use until it ends."""

    admin: Admin
    origin: str
    """Where it comes from, for the header: without a password."""
    keeper: int
    """The process that owns an embedded server; 0 where there is none."""
    release: Callable[[], None]
    """Says that this process needs it no longer."""

    @property
    def address(self) -> Address:
        """How to log in."""
        return self.admin.address
