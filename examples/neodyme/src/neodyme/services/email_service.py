"""Mail to users. The provider's server is a boundary: it can be slow, down, or refuse."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Protocol

import aiosmtplib

from ..core.config import Environment, Settings, get_settings
from ..models import User

__all__ = ["EmailService", "MockEmailService", "SmtpEmailService", "get_email_service"]


class EmailService(Protocol):
    """Sends mail."""

    async def send_welcome_email(self, user: User) -> None:
        """Greets somebody who has just registered. May raise any exception of its transport."""


class SmtpEmailService:
    """Sends mail over SMTP."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def send_welcome_email(self, user: User) -> None:
        """Raises aiosmtplib.SMTPException or OSError."""
        message = EmailMessage()
        message["From"] = self._settings.email_from_address
        message["To"] = user.email
        message["Subject"] = "Welcome to neodyme"
        message.set_content(f"Hello {user.full_name},\n\nyour account is ready: {user.email}.\n")
        await aiosmtplib.send(
            message,
            hostname=self._settings.email_smtp_host,
            port=self._settings.email_smtp_port,
            username=self._settings.email_smtp_username or None,
            password=self._settings.email_smtp_password or None,
            # None: encrypted where the server can. In production, encrypted or not at all.
            start_tls=True if self._settings.environment is Environment.PRODUCTION else None,
            timeout=self._settings.email_timeout_seconds,
        )


class MockEmailService:
    """Remembers what it was asked to send, for tests."""

    def __init__(self) -> None:
        self.sent_emails: list[dict[str, str]] = []

    async def send_welcome_email(self, user: User) -> None:
        """Sends nothing."""
        self.sent_emails.append({"type": "welcome", "to": user.email, "user_name": user.full_name})


def get_email_service() -> EmailService:
    """The mail server that the settings name."""
    return SmtpEmailService(get_settings())
