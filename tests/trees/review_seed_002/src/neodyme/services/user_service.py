import logging
from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from neodyme.core.exceptions import EmailAlreadyExistsError, ErrorCode, SecurityError
from neodyme.core.security import make_token, password_manager
from neodyme.models import User, UserCreate
from neodyme.repositories.user_repository import UserRepository
from neodyme.services.analytics_service import AnalyticsService
from neodyme.services.email_service import EmailService

log = logging.getLogger(__name__)


class UserService:
    def __init__(
        self, user_repository: UserRepository, email_service: EmailService, analytics_service: AnalyticsService
    ) -> None:
        self.user_repository = user_repository
        self.email_service = email_service
        self.analytics_service = analytics_service

    async def register_user(self, session: AsyncSession, user_data: UserCreate, ip: str) -> User:
        password_manager.check_strength(user_data.password)
        if await self.user_repository.get_by_email(session, email=user_data.email):
            raise EmailAlreadyExistsError(user_data.email, attempted_registration_ip=ip)
        user = await self.user_repository.create(session, obj_in=user_data)
        try:
            await self.email_service.send_welcome_email(user)
        except Exception:
            log.warning("no welcome mail for user %s", user.id, exc_info=True)
        await self.analytics_service.track("user_registration", user)
        return user

    async def authenticate_user(self, session: AsyncSession, email: str, password: str, request: Request) -> dict[str, Any]:
        user = await self.user_repository.get_by_email(session, email=email)
        if user is None or not password_manager.verify_password(password, user.hashed_password):
            raise SecurityError(
                ErrorCode.INVALID_CREDENTIALS,
                "Invalid email or password",
                user_id=user and user.id,
                reason="invalid_password" if user else "unknown_email",
                ip=request.client and request.client.host,
            )
        await self.analytics_service.track("user_login", user)
        return tokens(user) | {"user": user}


def tokens(user: User) -> dict[str, Any]:
    return {
        "access_token": make_token(user.id, "access", minutes=15),
        "refresh_token": make_token(user.id, "refresh", days=30),
        "token_type": "bearer",
    }
