"""Tokens in use: /me and /refresh."""

import jwt
import pytest
from neodyme.core.config import get_settings
from neodyme.models import utc_now
from neodyme.repositories.user_repository import UserRepository
from support.assertions import assert_refused, assert_user_json, claims_of

pytestmark = pytest.mark.integration

ME = "/api/v1/auth/me"
REFRESH = "/api/v1/auth/refresh"


async def test_a_refresh_token_gives_an_access_token_that_works(client, account):
    """The new token is for the same user.

    REAL BUG THIS CATCHES: /refresh answers with a token that /me does not take, or with somebody else's.
    """
    response = await client.post(REFRESH, json={"refresh_token": account.refresh_token})

    assert response.status_code == 200
    body = response.json()
    assert body.keys() == {"access_token", "token_type"}
    assert body["token_type"] == "bearer"
    assert claims_of(body["access_token"])["type"] == "access"
    me = await client.get(ME, headers={"Authorization": f"Bearer {body['access_token']}"})
    assert me.status_code == 200
    assert_user_json(me.json(), id=account.id)


async def test_each_token_is_good_for_one_thing(client, account):
    """A refresh token opens no profile, an access token gives no new ones.

    REAL BUG THIS CATCHES: the type is not looked at: a stolen access token renews itself for ever.
    """
    me = await client.get(ME, headers={"Authorization": f"Bearer {account.refresh_token}"})
    refresh = await client.post(REFRESH, json={"refresh_token": account.access_token})

    for response in (me, refresh):
        assert_refused(response, 401, "INVALID_TOKEN", "not valid")


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        pytest.param({}, "NOT_AUTHENTICATED", id="no token"),
        pytest.param({"Authorization": "Basic YWRhOnB3"}, "NOT_AUTHENTICATED", id="another scheme"),
        pytest.param({"Authorization": "Bearer"}, "NOT_AUTHENTICATED", id="scheme only"),
        pytest.param({"Authorization": "Bearer invalid-token"}, "INVALID_TOKEN", id="no token of ours"),
    ],
)
async def test_nobody_in_particular_has_no_profile(client, account, headers, code):
    """401, and how to do it right.

    REAL BUG THIS CATCHES: a route forgets to ask who is there; or a missing header is answered with 403 or 500.
    """
    response = await client.get(ME, headers=headers)

    assert_refused(response, 401, code, "token")
    assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_a_token_ends(client, account):
    """An hour later it is worth nothing.

    REAL BUG THIS CATCHES: the expiry is written into tokens and never looked at.
    """
    past = int(utc_now().timestamp()) - 3600
    claims = {"sub": str(account.id), "type": "access", "iat": past, "exp": past + 1800}
    expired = jwt.encode(claims, get_settings().secret_key, algorithm="HS256")

    response = await client.get(ME, headers={"Authorization": f"Bearer {expired}"})

    assert_refused(response, 401, "INVALID_TOKEN", "not valid")


async def test_tokens_of_a_deleted_user_open_nothing(client, account, async_db_session):
    """They are still signed and not yet expired, but nobody is behind them.

    REAL BUG THIS CATCHES: the token alone is believed, and a deleted account goes on; or the missing row ends as 500.
    """
    await UserRepository().delete(async_db_session, id=account.id)
    await async_db_session.commit()

    me = await client.get(ME, headers=account.headers)
    refresh = await client.post(REFRESH, json={"refresh_token": account.refresh_token})

    for response in (me, refresh):
        assert_refused(response, 401, "INVALID_TOKEN", "not valid")


async def test_a_refresh_without_a_token_is_malformed(client):
    """The field is named.

    REAL BUG THIS CATCHES: the body is not validated, and a missing token ends as 500.
    """
    response = await client.post(REFRESH, json={})

    error = assert_refused(response, 422, "VALIDATION_ERROR", "not well-formed")
    assert error["details"] == [{"field": "refresh_token", "message": "Field required"}]
