"""Builds the requests of people who register and log in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from httpx import AsyncClient

__all__ = ["PASSWORD", "Account", "login_data", "register", "user_data"]

PASSWORD = "SecurePassword123!"


@dataclass(frozen=True)
class Account:
    """Somebody who has registered."""

    id: int
    email: str
    access_token: str
    refresh_token: str

    @property
    def headers(self) -> dict[str, str]:
        """What makes a request theirs."""
        return {"Authorization": f"Bearer {self.access_token}"}


def user_data(**fields: object) -> dict[str, object]:
    """A registration that is accepted; a test names only what matters to it."""
    return {"email": "ada@example.com", "full_name": "Ada Lovelace", "password": PASSWORD, **fields}


def login_data(**fields: object) -> dict[str, object]:
    """What `user_data` logs in with."""
    return {"email": "ada@example.com", "password": PASSWORD, **fields}


async def register(client: AsyncClient, **fields: object) -> Account:
    """Registers somebody over HTTP."""
    response = await client.post("/api/v1/auth/register", json=user_data(**fields))
    assert response.status_code == 201, response.text
    body: dict[str, Any] = response.json()
    return Account(body["user"]["id"], body["user"]["email"], body["access_token"], body["refresh_token"])
