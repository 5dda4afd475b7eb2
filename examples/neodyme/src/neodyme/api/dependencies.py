"""What routes ask for: a session, the service, the user behind a token."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession

from ..core.database import commit, get_async_session
from ..core.exceptions import ErrorCode, SecurityError
from ..core.login_limiter import LoginLimiter, get_login_limiter
from ..core.tokens import TokenType, read_token
from ..models import User
from ..repositories.user_repository import UserRepository
from ..services.analytics_service import AnalyticsService, get_analytics_service
from ..services.email_service import EmailService, get_email_service
from ..services.user_service import UserService

__all__ = ["CurrentUser", "Service", "Session", "Users", "user_of_token"]

Session = Annotated[AsyncSession, Depends(get_async_session)]
Users = Annotated[UserRepository, Depends(UserRepository)]
_Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]


def get_user_service(
    users: Users,
    email_service: Annotated[EmailService, Depends(get_email_service)],
    analytics_service: Annotated[AnalyticsService, Depends(get_analytics_service)],
    login_limiter: Annotated[LoginLimiter, Depends(get_login_limiter)],
) -> UserService:
    """The service, with this process's limiter."""
    return UserService(users, email_service, analytics_service, login_limiter=login_limiter, commit=commit)


Service = Annotated[UserService, Depends(get_user_service)]


async def user_of_token(session: AsyncSession, users: UserRepository, token: str, kind: TokenType) -> User:
    """The active user to whom the token was issued. Raises SecurityError."""
    user = await users.get(session, id=read_token(token, kind))
    if user is None:
        raise SecurityError(ErrorCode.INVALID_TOKEN, "The token is not valid, or no longer.", reason="user_deleted")
    if not user.is_active:
        raise SecurityError(ErrorCode.ACCOUNT_INACTIVE, "This account is not active.", user_id=user.id)
    return user


async def get_current_user(credentials: _Credentials, session: Session, users: Users) -> User:
    """The user who sent the request. Raises SecurityError."""
    if credentials is None:
        raise SecurityError(ErrorCode.NOT_AUTHENTICATED, "Send an access token: Authorization: Bearer <token>")
    return await user_of_token(session, users, credentials.credentials, TokenType.ACCESS)


CurrentUser = Annotated[User, Depends(get_current_user)]
