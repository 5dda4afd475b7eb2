"""Routes below /api/v1/auth: registering, logging in, staying logged in."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from ..core.tokens import TokenType, issue_token, issue_tokens
from ..models import User, UserCreate, UserRead
from .dependencies import CurrentUser, Service, Session, Users, user_of_token
from .errors import refusals
from .schemas import AuthResponse, LoginRequest, RefreshRequest, RefreshResponse

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/auth", tags=["auth"])


@router.post("/register", status_code=201, response_model=AuthResponse, responses=refusals(400, 409))
async def register(body: UserCreate, request: Request, session: Session, service: Service) -> dict[str, Any]:
    """Makes an account and logs it in."""
    host = request.client.host if request.client is not None else "unknown"
    user = await service.register_user(session, body, host)
    assert user.id is not None
    return {**issue_tokens(user.id), "user": user}


@router.post("/login", response_model=AuthResponse, responses=refusals(401, 403, 429))
async def login(body: LoginRequest, request: Request, session: Session, service: Service) -> dict[str, Any]:
    """Gives an access token and a refresh token for an address and a password."""
    return {**await service.authenticate_user(session, body.email, body.password, request)}


@router.post("/refresh", responses=refusals(401, 403))
async def refresh(body: RefreshRequest, session: Session, users: Users) -> RefreshResponse:
    """Gives a new access token for a refresh token."""
    user = await user_of_token(session, users, body.refresh_token, TokenType.REFRESH)
    assert user.id is not None
    return RefreshResponse(access_token=issue_token(user.id, TokenType.ACCESS))


@router.get("/me", response_model=UserRead, responses=refusals(401, 403))
async def me(user: CurrentUser) -> User:
    """The user who asks."""
    return user
