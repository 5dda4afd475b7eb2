"""Somebody registers."""

import pytest
from support.assertions import assert_refused, assert_user_json
from support.people import register, user_data

pytestmark = pytest.mark.integration

REGISTER = "/api/v1/auth/register"


async def test_a_new_account_is_there_and_logged_in(client):
    """Registering gives a user and two tokens, and the user can be read back.

    REAL BUG THIS CATCHES: the account is built, answered with 201 and never committed; the next request does not know it.
    """
    response = await client.post(REGISTER, json=user_data())

    assert response.status_code == 201
    body = response.json()
    assert body.keys() == {"access_token", "refresh_token", "token_type", "user"}
    assert body["token_type"] == "bearer"
    assert_user_json(body["user"], email="ada@example.com", full_name="Ada Lovelace", is_active=True)

    me = await client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {body['access_token']}"})
    assert me.status_code == 200
    assert me.json() == body["user"]


async def test_an_address_has_one_account(client, outbox, events):
    """The second registration is refused, and has no effects.

    REAL BUG THIS CATCHES: two accounts with one address; or somebody who types a stranger's address makes us greet them.
    """
    await register(client)
    outbox.sent_emails.clear()
    events.tracked_events.clear()

    response = await client.post(REGISTER, json=user_data(full_name="Another Ada", password="Different123!"))

    assert_refused(response, 409, "EMAIL_ALREADY_EXISTS", "already exists")
    assert outbox.sent_emails == []
    assert events.tracked_events == []
