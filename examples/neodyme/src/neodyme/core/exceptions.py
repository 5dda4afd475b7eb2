"""What can go wrong, in words for the log and in words for the client."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "EmailAlreadyExistsError",
    "ErrorCode",
    "NeodymeError",
    "SecurityError",
    "TooManyAttemptsError",
    "WeakPasswordError",
]


class ErrorCode(StrEnum):
    """What a client's program can tell apart; part of the API."""

    ACCOUNT_INACTIVE = "ACCOUNT_INACTIVE"
    EMAIL_ALREADY_EXISTS = "EMAIL_ALREADY_EXISTS"
    FORBIDDEN = "FORBIDDEN"
    INTERNAL_ERROR = "INTERNAL_ERROR"
    INVALID_CREDENTIALS = "INVALID_CREDENTIALS"
    INVALID_TOKEN = "INVALID_TOKEN"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    NOT_AUTHENTICATED = "NOT_AUTHENTICATED"
    NOT_FOUND = "NOT_FOUND"
    TOO_MANY_ATTEMPTS = "TOO_MANY_ATTEMPTS"
    VALIDATION_ERROR = "VALIDATION_ERROR"
    WEAK_PASSWORD = "WEAK_PASSWORD"


class NeodymeError(Exception):
    """Something that the application refuses, and why."""

    def __init__(self, error_code: ErrorCode, user_message: str, *, message: str = "", **context: object) -> None:
        """`user_message` is for the client; `message` and `context` are for the log only."""
        self.error_code = error_code
        self.user_message = user_message
        self.message = message or user_message
        self.context = context
        super().__init__(self.message)


class EmailAlreadyExistsError(NeodymeError):
    """The address belongs to somebody."""

    def __init__(self, email: str, **context: object) -> None:
        super().__init__(
            ErrorCode.EMAIL_ALREADY_EXISTS,
            "An account with this address already exists.",
            message=f"An account with the address {email} already exists.",
            email=email,
            **context,
        )


class WeakPasswordError(NeodymeError):
    """The password is easy to guess."""

    def __init__(self, missing: list[str]) -> None:
        """`missing` names what it lacks, never the password."""
        super().__init__(
            ErrorCode.WEAK_PASSWORD, f"Password requirements not met: {', '.join(missing)}.", missing=missing
        )


class SecurityError(NeodymeError):
    """Somebody is not who they say, or may not do what they try."""


class TooManyAttemptsError(SecurityError):
    """One host has failed to log in too often."""

    def __init__(self, host: str, retry_after: int) -> None:
        """`retry_after` is in seconds."""
        self.retry_after = retry_after
        super().__init__(
            ErrorCode.TOO_MANY_ATTEMPTS,
            f"Too many failed logins. Try again in {retry_after} seconds.",
            host=host,
        )
