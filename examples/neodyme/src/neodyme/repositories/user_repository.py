"""Users in the database. It flushes and never commits: the caller decides what belongs together."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from ..core.exceptions import EmailAlreadyExistsError
from ..core.security import password_manager
from ..models import User, UserCreate, UserUpdate, utc_now

__all__ = ["UserRepository"]

_UNIQUE_VIOLATION = "23505"


class UserRepository:
    """Reads and writes users with the session that it is given."""

    async def create(self, session: AsyncSession, *, obj_in: UserCreate) -> User:
        """Stores a new user. Raises EmailAlreadyExistsError; the session stays usable then."""
        hashed = await asyncio.to_thread(password_manager.hash_password, obj_in.password)
        user = User(email=obj_in.email, full_name=obj_in.full_name, hashed_password=hashed)
        try:
            async with session.begin_nested():
                session.add(user)
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) != _UNIQUE_VIOLATION:
                raise
            raise EmailAlreadyExistsError(obj_in.email) from error
        return user

    async def get(self, session: AsyncSession, *, id: int) -> User | None:
        """The user with this id."""
        return await session.get(User, id)

    async def get_by_email(self, session: AsyncSession, *, email: str) -> User | None:
        """The user with this address, however it is spelt."""
        # scalar() is the one way that SQLAlchemy's and SQLModel's sessions have in common.
        return await session.scalar(select(User).where(col(User.email) == email.lower()))

    async def update(self, session: AsyncSession, *, db_obj: User, obj_in: UserUpdate) -> User:
        """Changes what is given. `updated_at` grows each time, also inside one transaction."""
        for name, value in obj_in.model_dump(exclude_none=True).items():
            setattr(db_obj, name, value)
        # A clock that is set back must not make a change look older than the one before.
        db_obj.updated_at = max(utc_now(), db_obj.updated_at + timedelta(microseconds=1))
        session.add(db_obj)
        await session.flush()
        return db_obj

    async def delete(self, session: AsyncSession, *, id: int) -> User | None:
        """Removes a user and returns what they were."""
        user = await self.get(session, id=id)
        if user is not None:
            await session.delete(user)
            await session.flush()
        return user

    def verify_password(self, password: str, hashed: str) -> bool:
        """Whether the hash was made from this password. Slow on purpose: inside an event loop, call it in a thread."""
        return password_manager.verify_password(password, hashed)
