"""Checks that many tests share."""

from __future__ import annotations

from typing import Any

import jwt
from httpx import Response

__all__ = ["assert_refused", "assert_user_json", "claims_of"]

_USER_KEYS = {"id", "email", "full_name", "is_active", "created_at", "updated_at"}


def claims_of(token: str) -> dict[str, Any]:
    """What a token says, for a test that is not about its signature."""
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    assert {"sub", "exp", "iat", "type"} <= claims.keys()
    return claims


def assert_user_json(body: dict[str, Any], **expected: object) -> None:
    """Exactly the public fields of a user, with these values among them."""
    assert body.keys() == _USER_KEYS, f"unexpected keys: {sorted(body.keys() ^ _USER_KEYS)}"
    assert {name: body[name] for name in expected} == expected


def assert_refused(response: Response, status: int, code: str, words: str) -> dict[str, Any]:
    """The envelope of an error, with these words in its message."""
    assert response.status_code == status, response.text
    body: dict[str, Any] = response.json()
    assert body.keys() == {"error"}
    error: dict[str, Any] = body["error"]
    assert error["code"] == code
    assert words in error["message"]
    return error
