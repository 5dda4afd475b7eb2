"""Signed tokens: who somebody is, and until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

import jwt

from .config import get_settings
from .exceptions import ErrorCode, SecurityError

__all__ = ["TokenType", "issue_token", "issue_tokens", "read_token"]

_ALGORITHM = "HS256"
_PERMISSIONS = ["profile:read", "profile:write"]


class TokenType(StrEnum):
    """What a token is good for."""

    ACCESS = "access"
    REFRESH = "refresh"


def issue_token(user_id: int, kind: TokenType) -> str:
    """A token for this user, valid from now on."""
    settings = get_settings()
    now = datetime.now(UTC)
    claims: dict[str, object] = {"sub": str(user_id), "type": kind.value, "iat": now}
    if kind is TokenType.ACCESS:
        claims["exp"] = now + timedelta(minutes=settings.access_token_minutes)
        claims["permissions"] = _PERMISSIONS
    else:
        claims["exp"] = now + timedelta(days=settings.refresh_token_days)
    return jwt.encode(claims, settings.secret_key, algorithm=_ALGORITHM)


def issue_tokens(user_id: int) -> dict[str, str]:
    """Both tokens, under the names that the API gives them."""
    return {
        "access_token": issue_token(user_id, TokenType.ACCESS),
        "refresh_token": issue_token(user_id, TokenType.REFRESH),
    }


def read_token(token: str, kind: TokenType) -> int:
    """The id of the user to whom this token was issued. Raises SecurityError."""
    try:
        claims = jwt.decode(
            token,
            get_settings().secret_key,
            algorithms=[_ALGORITHM],
            options={"require": ["exp", "iat", "sub"]},
        )
        if claims.get("type") != kind.value:
            raise jwt.InvalidTokenError(f"expected a token of type {kind.value}")
        return int(claims["sub"])
    except (jwt.InvalidTokenError, ValueError) as error:
        raise SecurityError(
            ErrorCode.INVALID_TOKEN, "The token is not valid, or no longer.", message=f"Token refused: {error}"
        ) from error
