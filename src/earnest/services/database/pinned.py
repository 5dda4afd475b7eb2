"""Sessions that stay on one connection, in one transaction. Imports SQLAlchemy: to be imported where a test needs it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

__all__ = ["PinnedSession"]


class PinnedSession(Session):
    """Joins an outer transaction that only `unpin` ends: commits release savepoints, and rollbacks go back to them.

    The connection is opened with the first statement, so that an async session opens it in the loop of its test.
    """

    def __init__(self, bind: Engine | None = None, **options: Any) -> None:
        super().__init__(bind, join_transaction_mode="create_savepoint", **options)
        self.pinned: Connection | None = None

    def get_bind(self, *arguments: Any, **keywords: Any) -> Engine | Connection:
        """The pinned connection, whatever the statement."""
        if self.pinned is None:
            engine = super().get_bind(*arguments, **keywords)
            assert isinstance(engine, Engine)
            self.pinned = engine.connect()
            self.pinned.begin()
        return self.pinned

    def unpin(self) -> None:
        """Rolls everything back."""
        self.close()
        pinned, self.pinned = self.pinned, None
        if pinned is not None:
            transaction = pinned.get_transaction()
            if transaction is not None:
                transaction.rollback()
            pinned.close()
