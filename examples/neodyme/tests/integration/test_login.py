"""Somebody logs in."""

import pytest
from support.assertions import assert_refused, assert_user_json
from support.people import login_data, register

pytestmark = pytest.mark.integration

LOGIN = "/api/v1/auth/login"


async def test_the_right_password_opens_the_account(client):
    """A registered user logs in, and the token is theirs.

    REAL BUG THIS CATCHES: tokens for the wrong user, or passwords that are hashed in one way and compared in another.
    """
    account = await register(client)

    response = await client.post(LOGIN, json=login_data())

    assert response.status_code == 200
    assert_user_json(response.json()["user"], id=account.id, email="ada@example.com")
    me = await client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {response.json()['access_token']}"})
    assert me.json()["id"] == account.id


async def test_a_wrong_password_opens_nothing(client):
    """A wrong password gives no token.

    REAL BUG THIS CATCHES: the outcome of the comparison is not looked at, and any password opens any account.
    """
    await register(client)

    response = await client.post(LOGIN, json=login_data(password="WrongPassword123!"))

    assert_refused(response, 401, "INVALID_CREDENTIALS", "Invalid email or password")
