"""Somebody logs in."""

import pytest
from httpx import ASGITransport, AsyncClient
from neodyme.main import app
from neodyme.models import User
from support.assertions import assert_refused, assert_user_json, claims_of
from support.people import login_data, user_data

pytestmark = pytest.mark.integration

LOGIN = "/api/v1/auth/login"
WRONG = login_data(password="WrongPassword123!")


async def test_the_right_password_opens_the_account(client, account):
    """A registered user logs in, and the token is theirs.

    REAL BUG THIS CATCHES: tokens for the wrong user, or passwords that are hashed in one way and compared in another.
    """
    response = await client.post(LOGIN, json=login_data())

    assert response.status_code == 200
    body = response.json()
    assert body.keys() == {"access_token", "refresh_token", "token_type", "user"}
    assert body["token_type"] == "bearer"
    assert_user_json(body["user"], id=account.id, email="ada@example.com")
    assert claims_of(body["refresh_token"])["type"] == "refresh"
    me = await client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {body['access_token']}"})
    assert me.json()["id"] == account.id


async def test_the_address_may_be_spelt_otherwise(client, account):
    """As telephones do, with a capital letter.

    REAL BUG THIS CATCHES: the address is lowered when registering and not when logging in: the account is lost.
    """
    response = await client.post(LOGIN, json=login_data(email="Ada@Example.com"))

    assert response.status_code == 200
    assert response.json()["user"]["id"] == account.id


async def test_a_login_is_one_event_and_no_mail(client, account, outbox, events):
    """Exactly one, about the one who logged in.

    REAL BUG THIS CATCHES: authenticate_user() reports nothing, or greets people again each time.
    """
    outbox.sent_emails.clear()
    events.tracked_events.clear()

    await client.post(LOGIN, json=login_data())

    assert events.tracked_events == [
        {"event_type": "user_login", "user_id": account.id, "user_email": "ada@example.com"}
    ]
    assert outbox.sent_emails == []


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"password": "WrongPassword123!"}, id="wrong password"),
        pytest.param({"password": ""}, id="no password"),
        pytest.param({"password": "x" * 73}, id="longer than bcrypt reads"),
        pytest.param({"email": "nobody@example.com"}, id="unknown address"),
    ],
)
async def test_a_refused_login_does_not_say_what_was_wrong(client, account, events, caplog, wrong):
    """One answer for a wrong password and for an unknown address, and no event.

    REAL BUG THIS CATCHES: any password opens any account; or the answer tells a stranger who has an account here.
    """
    events.tracked_events.clear()

    response = await client.post(LOGIN, json=login_data(**wrong))

    error = assert_refused(response, 401, "INVALID_CREDENTIALS", "Invalid email or password")
    assert error == {"code": "INVALID_CREDENTIALS", "message": "Invalid email or password."}
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert events.tracked_events == []
    reason = "'user_id': None, 'reason': 'unknown_email'" if "email" in wrong else "'reason': 'invalid_password'"
    assert reason in caplog.text


async def test_an_inactive_account_is_closed(client, account, events, async_db_session):
    """The right password does not open it, and its tokens no longer work either.

    REAL BUG THIS CATCHES: authenticate_user() does not look at is_active; or somebody who was shut out stays logged in for
    the two weeks of their refresh token.
    """
    user = await async_db_session.get(User, account.id)
    user.is_active = False
    await async_db_session.commit()
    events.tracked_events.clear()

    login = await client.post(LOGIN, json=login_data())
    me = await client.get("/api/v1/auth/me", headers=account.headers)
    refresh = await client.post("/api/v1/auth/refresh", json={"refresh_token": account.refresh_token})

    for response in (login, me, refresh):
        assert_refused(response, 403, "ACCOUNT_INACTIVE", "not active")
    assert events.tracked_events == []


async def test_an_inactive_account_is_not_told_to_strangers(client, account, async_db_session):
    """Whoever does not know the password learns nothing.

    REAL BUG THIS CATCHES: is_active is looked at before the password.
    """
    user = await async_db_session.get(User, account.id)
    user.is_active = False
    await async_db_session.commit()

    assert_refused(await client.post(LOGIN, json=WRONG), 401, "INVALID_CREDENTIALS", "Invalid email or password")


async def test_after_five_failures_the_host_has_to_wait(client, account):
    """Then the right password does not help either, and the answer says how long.

    REAL BUG THIS CATCHES: nobody counts failures, and a program tries a million passwords; or a right guess still gets in,
    and the refusal itself tells which one it was.
    """
    for _ in range(5):
        assert_refused(await client.post(LOGIN, json=WRONG), 401, "INVALID_CREDENTIALS", "Invalid email or password")

    response = await client.post(LOGIN, json=login_data())

    assert_refused(response, 429, "TOO_MANY_ATTEMPTS", "Too many failed logins")
    assert 0 < int(response.headers["Retry-After"]) <= 300


async def test_other_hosts_and_other_routes_go_on(client, account):
    """Only logins from that host are refused.

    REAL BUG THIS CATCHES: one counter for everybody; or somebody who mistyped a password cannot even read their profile.
    """
    for _ in range(6):
        await client.post(LOGIN, json=WRONG)

    async with AsyncClient(
        transport=ASGITransport(app=app, client=("192.0.2.7", 4321)), base_url="http://neodyme"
    ) as elsewhere:
        response = await elsewhere.post(LOGIN, json=login_data())
    assert response.status_code == 200
    assert response.json()["user"]["id"] == account.id

    me = await client.get("/api/v1/auth/me", headers=account.headers)
    assert_user_json(me.json(), id=account.id)
    new = await client.post("/api/v1/auth/register", json=user_data(email="bob@example.com"))
    assert_user_json(new.json()["user"], email="bob@example.com")


async def test_right_logins_are_not_counted(client, account):
    """However often somebody logs in.

    REAL BUG THIS CATCHES: an attempt is never forgiven, and an office behind one address is locked out by its own logins.
    """
    answers = [await client.post(LOGIN, json=login_data()) for _ in range(7)]

    assert [answer.status_code for answer in answers] == [200] * 7
    assert {answer.json()["user"]["id"] for answer in answers} == {account.id}


async def test_somebody_without_an_address_is_served_and_limited(client, account, caplog):
    """A proxy on a unix socket has no host.

    REAL BUG THIS CATCHES: `request.client` is None there, and each registration and login ends as 500; or nobody counts.
    """
    async with AsyncClient(transport=ASGITransport(app=app, client=None), base_url="http://neodyme") as hostless:
        again = await hostless.post("/api/v1/auth/register", json=user_data())
        answers = [await hostless.post(LOGIN, json=WRONG) for _ in range(6)]

    assert_refused(again, 409, "EMAIL_ALREADY_EXISTS", "already exists")
    assert "'attempted_registration_ip': 'unknown'" in caplog.text
    assert_refused(answers[-1], 429, "TOO_MANY_ATTEMPTS", "Too many failed logins")
    assert "{'host': 'unknown'}" in caplog.text
