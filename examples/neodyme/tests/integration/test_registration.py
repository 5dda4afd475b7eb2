"""Somebody registers."""

import itertools
import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neodyme.models import User
from neodyme.repositories.user_repository import UserRepository
from support.assertions import assert_refused, assert_user_json, claims_of
from support.people import PASSWORD, register, user_data

pytestmark = pytest.mark.integration

REGISTER = "/api/v1/auth/register"
NUMBERS = itertools.count()


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
    claims = claims_of(body["access_token"])
    assert (claims["sub"], claims["type"]) == (str(body["user"]["id"]), "access")

    me = await client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {body['access_token']}"})
    assert me.status_code == 200
    assert me.json() == body["user"]


async def test_what_is_stored_is_a_hash(account, async_db_session):
    """The password itself is nowhere in the table.

    REAL BUG THIS CATCHES: UserRepository.create() stores the password as it came, and a stolen backup is a list of passwords.
    """
    user = await async_db_session.get(User, account.id)

    assert user.hashed_password.startswith("$2b$04$")
    assert PASSWORD not in repr(user.model_dump())
    assert user.created_at.utcoffset().total_seconds() == 0


async def test_registration_sends_one_mail_and_one_event(client, account, outbox, events):
    """To the new user, about the new user.

    REAL BUG THIS CATCHES: register_user() greets nobody, greets twice, or reports somebody else.
    """
    assert outbox.sent_emails == [{"type": "welcome", "to": "ada@example.com", "user_name": "Ada Lovelace"}]
    assert events.tracked_events == [
        {"event_type": "user_registration", "user_id": account.id, "user_email": "ada@example.com"}
    ]


@pytest.mark.parametrize("spelling", ["ada@example.com", "ADA@example.com", "Ada@EXAMPLE.com"])
async def test_an_address_has_one_account(client, account, outbox, events, caplog, spelling):
    """The second registration is refused, however the address is spelt, and has no effects.

    REAL BUG THIS CATCHES: two accounts with one mailbox; or somebody who types a stranger's address makes us greet them.
    """
    outbox.sent_emails.clear()
    events.tracked_events.clear()

    response = await client.post(REGISTER, json=user_data(email=spelling, password="Different123!"))

    assert_refused(response, 409, "EMAIL_ALREADY_EXISTS", "already exists")
    assert outbox.sent_emails == []
    assert events.tracked_events == []
    assert "{'email': 'ada@example.com', 'attempted_registration_ip': '127.0.0.1'}" in caplog.text


async def test_a_known_address_costs_neither_a_hash_nor_an_id(client, account):
    """It is looked up before anything is made.

    REAL BUG THIS CATCHES: the look before the INSERT is lost: whoever repeats one registration keeps the machine hashing.
    """
    await client.post(REGISTER, json=user_data())

    assert (await register(client, email="bob@example.com")).id == account.id + 1


@pytest.mark.parametrize("weak", ["123", "password", "PASSWORD", "Password", "Password123", "weak", ""])
async def test_a_weak_password_makes_no_account(client, outbox, events, async_db_session, weak):
    """It is refused with all that it lacks, and nothing is stored or sent.

    REAL BUG THIS CATCHES: the rule is checked after the account was made, or not at all.
    """
    response = await client.post(REGISTER, json=user_data(password=weak))

    error = assert_refused(response, 400, "WEAK_PASSWORD", "requirements not met")
    assert "a special character" in error["message"]
    assert await UserRepository().get_by_email(async_db_session, email="ada@example.com") is None
    assert (outbox.sent_emails, events.tracked_events) == ([], [])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        pytest.param({"email": "nobody"}, "email", id="no address"),
        pytest.param({"email": "a" * 250 + "@example.com"}, "email", id="address too long"),
        pytest.param({"email": None}, "email", id="address is null"),
        pytest.param({"full_name": ""}, "full_name", id="no name"),
        pytest.param({"full_name": "  \t "}, "full_name", id="blank name"),
        pytest.param({"full_name": "x" * 201}, "full_name", id="name too long"),
        pytest.param({"full_name": "Ada\nBcc: all@example.com"}, "full_name", id="name with a line break"),
        pytest.param({"full_name": "Ada\0"}, "full_name", id="name that PostgreSQL cannot store"),
        pytest.param({"password": "aB3!" * 251}, "password", id="password too long to look at"),
        pytest.param({"password": 12345678}, "password", id="password is a number"),
    ],
)
async def test_a_malformed_registration_is_refused_by_field(client, wrong, field):
    """The field is named; what was sent is not repeated.

    REAL BUG THIS CATCHES: a value that the database refuses ends as 500; or the answer, and with it a log, has the password.
    """
    response = await client.post(REGISTER, json=user_data(**wrong))

    error = assert_refused(response, 422, "VALIDATION_ERROR", "not well-formed")
    assert [detail["field"] for detail in error["details"]] == [field]
    assert PASSWORD not in response.text
    assert str(next(iter(wrong.values()))) not in response.text or wrong == {"full_name": ""}


async def test_a_registration_without_anything_names_all_fields(client):
    """All at once.

    REAL BUG THIS CATCHES: a required field gets a default, and accounts without a name appear.
    """
    response = await client.post(REGISTER, json={})

    error = assert_refused(response, 422, "VALIDATION_ERROR", "not well-formed")
    assert error["details"] == [
        {"field": name, "message": "Field required"} for name in ("email", "full_name", "password")
    ]


async def test_passwords_stay_out_of_the_log(client, account, caplog):
    """A refusal is logged with its reason and without the password.

    REAL BUG THIS CATCHES: the handler logs the request, and everybody who reads logs reads passwords.
    """
    caplog.set_level(logging.DEBUG)

    await client.post(REGISTER, json=user_data(password="Tell-nobody"))
    await client.post("/api/v1/auth/login", json={"email": account.email, "password": "Tell-nobody"})

    assert "POST /api/v1/auth/register: Password requirements not met: a digit." in caplog.text
    assert f"'user_id': {account.id}, 'reason': 'invalid_password'" in caplog.text
    assert "Tell-nobody" not in caplog.text


@given(name=st.text(max_size=210), password=st.text(max_size=80))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_name_and_no_password_is_an_error_of_ours(client, name, password):
    """Whatever is typed, the answer is one that the contract has, and a name that is taken is kept as it is.

    REAL BUG THIS CATCHES: a character that bcrypt, JSON or PostgreSQL cannot take ends as 500, or comes back as another.
    """
    email = f"user{next(NUMBERS)}@example.com"
    response = await client.post(REGISTER, json=user_data(email=email, full_name=name, password="aB3!" + password))

    assert response.status_code in {201, 400, 422}
    if response.status_code == 201:
        assert response.json()["user"]["full_name"] == name.strip()


async def test_somebody_without_credentials_can_register_many(client):
    """Registrations are not limited by host.

    REAL BUG THIS CATCHES: the limiter of logins counts registrations, and a class of pupils behind one router cannot join.
    """
    accounts = [await register(client, email=f"pupil{number}@example.com") for number in range(20)]

    assert len({account.id for account in accounts}) == 20
