"""A user: in the database, in a request, in an answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, EmailStr, StringConstraints
from sqlalchemy import DateTime, Dialect, TypeDecorator
from sqlmodel import Field, SQLModel

__all__ = ["Address", "FullName", "SQLModel", "User", "UserCreate", "UserRead", "UserUpdate", "utc_now"]


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("must not contain control characters")
    return text


Address = Annotated[EmailStr, AfterValidator(str.lower), StringConstraints(max_length=254)]
"""An e-mail address. Upper and lower case are the same mailbox, so there is one spelling."""

FullName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_printable)
]


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, with its zone; one without a zone is UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """asyncpg would take a naive datetime for the local time of this machine."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def utc_now() -> datetime:
    """The application's clock. The database's stands still inside a transaction."""
    return datetime.now(UTC)


class User(SQLModel, table=True):
    """A row of `users`."""

    __tablename__ = "users"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=254, unique=True, index=True)
    full_name: str = Field(max_length=200)
    hashed_password: str = Field(max_length=60)
    is_active: bool = True
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class UserCreate(SQLModel):
    """What somebody gives to register. Whether the password is good enough is decided by the service, not here."""

    email: Address
    full_name: FullName
    password: str = Field(max_length=1000, repr=False)


class UserUpdate(SQLModel):
    """What somebody may change about themselves; what is left out stays as it is."""

    model_config = {"extra": "forbid"}

    full_name: FullName | None = None


class UserRead(SQLModel):
    """What an answer says about a user."""

    id: int
    email: str
    full_name: str
    is_active: bool
    created_at: datetime
    updated_at: datetime
