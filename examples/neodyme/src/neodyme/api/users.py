"""Routes below /api/v1/users: one's own profile, and nobody else's."""

from __future__ import annotations

from fastapi import APIRouter

from ..core.database import commit
from ..core.exceptions import ErrorCode, SecurityError
from ..models import User, UserRead, UserUpdate
from .dependencies import CurrentUser, Session, Users
from .errors import refusals

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/users", tags=["users"], responses=refusals(401, 403))


@router.get("/{user_id}", response_model=UserRead)
async def read_user(user_id: int, user: CurrentUser) -> User:
    """One's own profile."""
    _only_oneself(user, user_id)
    return user


@router.patch("/{user_id}", response_model=UserRead)
async def update_user(user_id: int, body: UserUpdate, user: CurrentUser, session: Session, users: Users) -> User:
    """Changes one's own profile."""
    _only_oneself(user, user_id)
    updated = await users.update(session, db_obj=user, obj_in=body)
    await commit(session)
    return updated


def _only_oneself(user: User, user_id: int) -> None:
    """The same answer whether the other one exists or not."""
    if user.id != user_id:
        raise SecurityError(
            ErrorCode.FORBIDDEN, "You may see and change your own profile only.", user_id=user.id, asked_for=user_id
        )
