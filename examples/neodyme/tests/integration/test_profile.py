"""People look after their own profile."""

from datetime import datetime

import pytest
from support.assertions import assert_refused, assert_user_json
from support.people import register

pytestmark = pytest.mark.integration


def url(user_id):
    return f"/api/v1/users/{user_id}"


async def test_somebody_sees_their_own_profile(client, account):
    """The same as /me.

    REAL BUG THIS CATCHES: the two routes drift apart, and one of them shows the hash.
    """
    response = await client.get(url(account.id), headers=account.headers)

    assert response.status_code == 200
    assert_user_json(response.json(), id=account.id, email="ada@example.com", full_name="Ada Lovelace")
    assert response.json() == (await client.get("/api/v1/auth/me", headers=account.headers)).json()


async def test_a_new_name_is_kept(client, account):
    """The answer and the next reading have it; the rest is as it was, but for the time of the change.

    REAL BUG THIS CATCHES: update_user() answers with the new name and never commits; or it changes more than it was asked to.
    """
    before = (await client.get(url(account.id), headers=account.headers)).json()

    response = await client.patch(url(account.id), headers=account.headers, json={"full_name": " Ada King "})

    assert response.status_code == 200
    after = (await client.get(url(account.id), headers=account.headers)).json()
    assert response.json() == after
    assert after["full_name"] == "Ada King"
    assert datetime.fromisoformat(after["updated_at"]) > datetime.fromisoformat(before["updated_at"])
    unchanged = ("id", "email", "is_active", "created_at")
    assert {name: after[name] for name in unchanged} == {name: before[name] for name in unchanged}


@pytest.mark.parametrize("nothing", [{}, {"full_name": None}])
async def test_changing_nothing_leaves_the_name(client, account, nothing):
    """What is left out stays as it is, and so does what is null.

    REAL BUG THIS CATCHES: update() writes None over the name, which the database refuses with an error, or worse, takes.
    """
    response = await client.patch(url(account.id), headers=account.headers, json=nothing)

    assert response.status_code == 200
    assert_user_json(response.json(), full_name="Ada Lovelace")


@pytest.mark.parametrize(
    "forbidden", [{"is_active": False}, {"email": "x@example.com"}, {"id": 7}, {"hashed_password": "x"}]
)
async def test_only_the_name_can_be_changed(client, account, forbidden):
    """Everything else is refused, not ignored.

    REAL BUG THIS CATCHES: the body is written into the row as it is, and people change what is not theirs to change.
    """
    response = await client.patch(url(account.id), headers=account.headers, json={"full_name": "X", **forbidden})

    error = assert_refused(response, 422, "VALIDATION_ERROR", "not well-formed")
    assert [detail["field"] for detail in error["details"]] == [next(iter(forbidden))]
    assert_user_json(
        (await client.get(url(account.id), headers=account.headers)).json(),
        full_name="Ada Lovelace", email="ada@example.com", is_active=True,
    )  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "PATCH"])
async def test_the_profile_of_others_is_closed(client, account, caplog, method):
    """Somebody else's is neither shown nor changed, and whether they exist is not told.

    REAL BUG THIS CATCHES: any token opens any profile; or 404 for ids that are free lets a stranger count the users.
    """
    bob = await register(client, email="bob@example.com", full_name="Bob")
    body = {"full_name": "Mallory"} if method == "PATCH" else None

    others = await client.request(method, url(bob.id), headers=account.headers, json=body)
    nobodys = await client.request(method, url(bob.id + 1000), headers=account.headers, json=body)

    for response in (others, nobodys):
        assert_refused(response, 403, "FORBIDDEN", "your own profile only")
    assert others.json() == nobodys.json()
    assert f"{{'user_id': {account.id}, 'asked_for': {bob.id}}}" in caplog.text
    assert_user_json((await client.get(url(bob.id), headers=bob.headers)).json(), full_name="Bob")


@pytest.mark.parametrize("method", ["GET", "PATCH"])
async def test_a_stranger_sees_and_changes_nothing(client, account, method):
    """Without a token, 401.

    REAL BUG THIS CATCHES: a route forgets to ask who is there.
    """
    body = {"full_name": "Mallory"} if method == "PATCH" else None

    response = await client.request(method, url(account.id), json=body)

    assert_refused(response, 401, "NOT_AUTHENTICATED", "Send an access token")
    assert_user_json((await client.get(url(account.id), headers=account.headers)).json(), full_name="Ada Lovelace")
