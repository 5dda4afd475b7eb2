"""What the environment tells the application."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Self

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings

__all__ = ["Environment", "Settings", "get_settings"]

_DEVELOPMENT_KEY = "for-development-only-and-known-to-everybody"
_MINIMUM_KEY_BYTES = 32  # HS256 is no stronger than its key
_ASYNC_SCHEME = "postgresql+asyncpg://"


class Environment(StrEnum):
    """Where the application runs."""

    DEVELOPMENT = "development"
    TESTING = "testing"
    STAGING = "staging"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """Each field is also read from the environment variable of its name in upper case."""

    environment: Environment = Environment.DEVELOPMENT
    database_url: str = Field(repr=False)
    database_pool_size: int = Field(default=20, ge=1)
    secret_key: str = Field(default=_DEVELOPMENT_KEY, repr=False)
    access_token_minutes: int = Field(default=30, ge=1)
    refresh_token_days: int = Field(default=14, ge=1)
    bcrypt_rounds: int = Field(default=12, ge=4, le=16)
    """Each round more doubles the time of a hash: 12 take about a quarter of a second, 4 a millisecond."""
    login_max_failures: int = Field(default=10, ge=1)
    login_window_seconds: int = Field(default=300, ge=1)
    email_smtp_host: str = "localhost"
    email_smtp_port: int = Field(default=1025, ge=1, le=65535)
    email_smtp_username: str = ""
    email_smtp_password: str = Field(default="", repr=False)
    email_from_address: str = "noreply@example.com"
    email_timeout_seconds: float = Field(default=10, gt=0)
    debug: bool = False
    log_level: str = "INFO"

    @field_validator("database_url")
    @classmethod
    def _with_async_driver(cls, url: str) -> str:
        """Hosting platforms hand out URLs without a driver, and SQLAlchemy would take one that cannot await."""
        for scheme in ("postgres://", "postgresql://"):
            if url.startswith(scheme):
                return _ASYNC_SCHEME + url.removeprefix(scheme)
        if not url.startswith(_ASYNC_SCHEME):
            raise ValueError(f"must start with postgresql:// or {_ASYNC_SCHEME}")
        return url

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, level: str) -> str:
        known = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
        if level.upper() not in known:
            raise ValueError(f"must be one of {', '.join(known)}")
        return level.upper()

    @model_validator(mode="after")
    def _fit_for_production(self) -> Self:
        if self.environment is Environment.PRODUCTION:
            if self.secret_key == _DEVELOPMENT_KEY or len(self.secret_key.encode()) < _MINIMUM_KEY_BYTES:
                raise ValueError(f"production needs a SECRET_KEY of its own, of at least {_MINIMUM_KEY_BYTES} bytes")
            if self.debug:
                raise ValueError("production must not run with DEBUG")
        return self


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read at the first call. Raises pydantic.ValidationError."""
    return Settings()  # type: ignore[call-arg]  # the environment supplies what is required
