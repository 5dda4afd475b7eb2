"""What somebody does on their first day, over real HTTP."""

import json

import pytest
from support.assertions import assert_refused, assert_user_json
from support.people import login_data, register

pytestmark = pytest.mark.e2e


async def test_from_registration_to_a_new_name(live_client, mail_server, server_log):
    """Register, read the mail, log in, stay logged in, change the name, be kept out of other people's profiles.

    REAL BUG THIS CATCHES: the parts work and the whole does not: a setting that is never read, a route that is not mounted, a
    commit that only the tests' own session makes, a server that does not start or end cleanly.
    """
    assert (await live_client.get("/health")).json() == {"status": "ok"}

    account = await register(live_client)
    assert [message["To"] for message in mail_server.messages] == ["ada@example.com"]
    event = json.dumps({"event_type": "user_registration", "user_id": account.id})
    assert any(f"INFO neodyme.analytics {event}" in line for line in server_log)
    bob = await register(live_client, email="bob@example.com", full_name="Bob")

    login = await live_client.post("/api/v1/auth/login", json=login_data())
    assert_user_json(login.json()["user"], id=account.id)

    refresh = await live_client.post("/api/v1/auth/refresh", json={"refresh_token": login.json()["refresh_token"]})
    headers = {"Authorization": f"Bearer {refresh.json()['access_token']}"}
    renamed = await live_client.patch(f"/api/v1/users/{account.id}", headers=headers, json={"full_name": "Ada King"})
    assert_user_json(renamed.json(), full_name="Ada King")
    assert (await live_client.get("/api/v1/auth/me", headers=headers)).json() == renamed.json()

    others = await live_client.get(f"/api/v1/users/{bob.id}", headers=headers)
    assert_refused(others, 403, "FORBIDDEN", "your own profile only")
    stranger = await live_client.get("/api/v1/auth/me")
    assert_refused(stranger, 401, "NOT_AUTHENTICATED", "Send an access token")


async def test_the_limit_of_failed_logins_is_that_of_the_settings(live_client):
    """Ten in the default settings, then the right password has to wait, too.

    REAL BUG THIS CATCHES: each request gets a limiter of its own, which never sees a second failure.
    """
    await register(live_client)
    wrong = login_data(password="WrongPassword123!")

    failures = [await live_client.post("/api/v1/auth/login", json=wrong) for _ in range(10)]
    right = await live_client.post("/api/v1/auth/login", json=login_data())

    assert {answer.json()["error"]["code"] for answer in failures} == {"INVALID_CREDENTIALS"}
    assert_refused(right, 429, "TOO_MANY_ATTEMPTS", "Too many failed logins")
