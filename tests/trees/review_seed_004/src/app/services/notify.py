"""The mail provider."""

import httpx


async def send_email(to: str, subject: str) -> None:
    async with httpx.AsyncClient() as client:
        await client.post("https://mail.example.com/v1/messages", json={"to": to, "subject": subject})
