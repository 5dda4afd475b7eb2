"""The bodies of requests and answers that are no users."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from ..models import Address, UserRead

__all__ = ["AuthResponse", "ErrorEnvelope", "Health", "LoginRequest", "RefreshRequest", "RefreshResponse"]


class LoginRequest(BaseModel):
    """An address and a password."""

    email: Address
    password: str = Field(max_length=1000, repr=False)


class RefreshRequest(BaseModel):
    """A refresh token."""

    refresh_token: str = Field(max_length=4096, repr=False)


class RefreshResponse(BaseModel):
    """A new access token."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"


class AuthResponse(RefreshResponse):
    """Both tokens, and whose they are."""

    refresh_token: str
    user: UserRead


class ErrorDetail(BaseModel):
    """One thing that is wrong with a request."""

    field: str
    message: str


class ErrorBody(BaseModel):
    """What went wrong: a code for programs, a message for people."""

    code: str
    message: str
    details: list[ErrorDetail] | None = None


class ErrorEnvelope(BaseModel):
    """The body of every answer that refuses something."""

    error: ErrorBody


class Health(BaseModel):
    """Whether the application can do its work."""

    status: Literal["ok", "unavailable"]
