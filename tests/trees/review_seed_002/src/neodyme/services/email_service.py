"""The mail provider, and what stands in for it while tests run."""

from typing import Any

import httpx

from neodyme.models import User

URL = "https://mail.example.com/v1/messages"


class EmailService:
    async def send_welcome_email(self, user: User) -> None:
        async with httpx.AsyncClient() as client:
            await client.post(URL, json={"type": "welcome", "to": user.email, "user_name": user.full_name})

    async def send_goodbye_email(self, user: User) -> None:
        async with httpx.AsyncClient() as client:
            await client.post(URL, json={"type": "goodbye", "to": user.email})


class MockEmailService:
    def __init__(self) -> None:
        self.sent_emails: list[dict[str, Any]] = []

    async def send_welcome_email(self, user: User) -> None:
        self.sent_emails.append({"type": "welcome", "to": user.email, "user_name": user.full_name})


def get_email_service() -> EmailService:
    return EmailService()
