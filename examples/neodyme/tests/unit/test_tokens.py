"""What a token says, and which tokens are believed."""

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neodyme.core.config import get_settings
from neodyme.core.exceptions import ErrorCode, SecurityError
from neodyme.core.tokens import TokenType, issue_token, issue_tokens, read_token
from neodyme.models import utc_now
from support.assertions import claims_of

pytestmark = pytest.mark.unit


def signed(key="", algorithm="HS256", **changes):
    """An access token of user 7, with some claims changed; None leaves one out."""
    now = int(utc_now().timestamp())
    claims = {"sub": "7", "type": "access", "iat": now, "exp": now + 60, **changes}
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, key or get_settings().secret_key, algorithm=algorithm)


@given(st.integers(min_value=1, max_value=2**31 - 1), st.sampled_from(TokenType))
def test_a_token_leads_back_to_its_user(user_id, kind):
    """Whoever it is.

    REAL BUG THIS CATCHES: the id is changed on its way into the token or out of it, and somebody is somebody else.
    """
    assert read_token(issue_token(user_id, kind), kind) == user_id


def test_an_access_token_says_who_may_do_what_for_how_long():
    """The claims that other services read.

    REAL BUG THIS CATCHES: issue_token() forgets a claim, writes the id as a number, or lets an access token live for days.
    """
    claims = claims_of(issue_tokens(7)["access_token"])

    assert claims.keys() == {"sub", "type", "permissions", "iat", "exp"}
    assert (claims["sub"], claims["type"]) == ("7", "access")
    assert claims["permissions"] == ["profile:read", "profile:write"]
    assert claims["exp"] - claims["iat"] == 30 * 60


def test_a_refresh_token_lives_for_two_weeks():
    """It outlives the access token, and gives no permissions.

    REAL BUG THIS CATCHES: both tokens get the same lifetime, and people are logged out every half hour.
    """
    claims = claims_of(issue_tokens(7)["refresh_token"])

    assert claims.keys() == {"sub", "type", "iat", "exp"}
    assert claims["type"] == "refresh"
    assert claims["exp"] - claims["iat"] == 14 * 24 * 3600


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(lambda: "invalid-token", id="no token"),
        pytest.param(lambda: "", id="nothing"),
        pytest.param(lambda: signed(exp=int(utc_now().timestamp()) - 1), id="expired"),
        pytest.param(lambda: signed(exp=None), id="valid for ever"),
        pytest.param(lambda: signed(sub=None), id="nobody's"),
        pytest.param(lambda: signed(sub="ada"), id="no id"),
        pytest.param(lambda: signed(iat=None), id="of unknown age"),
        pytest.param(lambda: signed(type="refresh"), id="of another type"),
        pytest.param(lambda: signed(type=None), id="of no type"),
        pytest.param(lambda: signed(key="somebody else's key, just as long as ours"), id="signed by somebody else"),
        pytest.param(lambda: signed(algorithm="HS512"), id="signed in another way"),
        pytest.param(lambda: jwt.encode({"sub": "7"}, None, algorithm="none"), id="not signed"),
    ],
)
def test_a_token_that_is_not_ours_is_refused(token):
    """Each of them with the same words.

    REAL BUG THIS CATCHES: read_token() does not look at the signature, the expiry, the type or the algorithm, and whoever
    writes a token themselves is let in.
    """
    with pytest.raises(SecurityError) as caught:
        read_token(token(), TokenType.ACCESS)

    assert caught.value.error_code is ErrorCode.INVALID_TOKEN
    assert caught.value.user_message == "The token is not valid, or no longer."
    assert caught.value.message.startswith("Token refused: ")


def test_the_log_says_why_a_token_was_refused():
    """The client is not told.

    REAL BUG THIS CATCHES: "invalid token" in the log, and nobody can tell an attack from a clock that is wrong.
    """
    with pytest.raises(SecurityError) as caught:
        read_token(issue_token(7, TokenType.REFRESH), TokenType.ACCESS)

    assert caught.value.message == "Token refused: expected a token of type access"
