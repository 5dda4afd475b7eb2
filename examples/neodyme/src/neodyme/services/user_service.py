"""Registering and logging in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypedDict

from sqlalchemy.ext.asyncio import AsyncSession

from ..core.config import get_settings
from ..core.exceptions import EmailAlreadyExistsError, ErrorCode, SecurityError
from ..core.login_limiter import LoginLimiter
from ..core.security import password_manager
from ..core.tokens import issue_tokens
from ..models import User, UserCreate
from ..repositories.user_repository import UserRepository
from .analytics_service import AnalyticsService
from .email_service import EmailService

__all__ = ["Login", "UserService"]

_log = logging.getLogger(__name__)


class _Client(Protocol):
    @property
    def host(self) -> str: ...


class _Request(Protocol):
    @property
    def client(self) -> _Client | None: ...


class Login(TypedDict):
    """What a successful login gives."""

    access_token: str
    refresh_token: str
    user: User


async def _left_to_the_caller(session: Any) -> None:
    """The transaction stays open."""


class UserService:
    """The rules about accounts, whoever asks."""

    def __init__(
        self,
        user_repository: UserRepository,
        email_service: EmailService,
        analytics_service: AnalyticsService,
        *,
        login_limiter: LoginLimiter | None = None,
        commit: Callable[[AsyncSession], Awaitable[None]] = _left_to_the_caller,
    ) -> None:
        """`commit` ends the transaction before anybody is told of a new account, and frees its connection for others."""
        self._users = user_repository
        self._email = email_service
        self._analytics = analytics_service
        self._commit = commit
        settings = get_settings()
        self._limiter = login_limiter or LoginLimiter(settings.login_max_failures, settings.login_window_seconds)

    async def register_user(self, session: AsyncSession, user_data: UserCreate, ip: str) -> User:
        """Makes an account and tells mail and analytics. Raises WeakPasswordError and EmailAlreadyExistsError."""
        password_manager.check_strength(user_data.password)
        if await self._users.get_by_email(session, email=user_data.email) is not None:
            raise EmailAlreadyExistsError(user_data.email, attempted_registration_ip=ip)
        try:
            user = await self._users.create(session, obj_in=user_data)
        except EmailAlreadyExistsError as error:  # somebody else was faster
            error.context["attempted_registration_ip"] = ip
            raise
        await self._commit(session)
        await self._try(self._email.send_welcome_email(user), "welcome mail", user)
        await self._try(self._analytics.track_event("user_registration", user), "registration event", user)
        return user

    async def authenticate_user(self, session: AsyncSession, email: str, password: str, request: _Request) -> Login:
        """Both tokens and the user. Raises SecurityError, and TooManyAttemptsError without looking at the password."""
        host = request.client.host if request.client is not None else "unknown"
        attempt = self._limiter.begin(host)
        user = await self._users.get_by_email(session, email=email)
        await self._check(user, password)
        assert user is not None
        if not user.is_active:
            raise SecurityError(ErrorCode.ACCOUNT_INACTIVE, "This account is not active.", user_id=user.id)
        self._limiter.forgive(host, attempt)
        await self._try(self._analytics.track_event("user_login", user), "login event", user)
        assert user.id is not None
        tokens = issue_tokens(user.id)
        return {"access_token": tokens["access_token"], "refresh_token": tokens["refresh_token"], "user": user}

    async def _check(self, user: User | None, password: str) -> None:
        if user is None:
            await asyncio.to_thread(password_manager.verify_in_vain, password)
            raise _refused(user_id=None, reason="unknown_email")
        if not await asyncio.to_thread(password_manager.verify_password, password, user.hashed_password):
            raise _refused(user_id=user.id, reason="invalid_password")

    async def _try(self, telling: Awaitable[None], what: str, user: User) -> None:
        try:
            await telling
        except Exception:  # noqa: BLE001  # whatever their client raises: the account is there, which is what was asked for
            _log.exception("The %s for user %s failed.", what, user.id)


def _refused(*, user_id: int | None, reason: str) -> SecurityError:
    """The same words whether the address or the password is wrong."""
    return SecurityError(ErrorCode.INVALID_CREDENTIALS, "Invalid email or password.", user_id=user_id, reason=reason)
