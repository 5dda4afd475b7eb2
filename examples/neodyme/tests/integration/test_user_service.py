"""The rules about accounts, for whoever calls them without HTTP."""

from dataclasses import dataclass

import pytest
from neodyme.core.exceptions import EmailAlreadyExistsError, ErrorCode, SecurityError
from neodyme.models import UserCreate
from neodyme.repositories.user_repository import UserRepository
from neodyme.services.user_service import UserService
from support.assertions import claims_of

pytestmark = pytest.mark.integration

ADA = UserCreate(email="ada@example.com", full_name="Ada Lovelace", password="SecurePassword123!")


@dataclass(frozen=True)
class Host:
    """Where somebody is."""

    host: str


@dataclass(frozen=True)
class FromHost:
    """What the service looks at in a request."""

    client: Host | None


HOME = FromHost(Host("192.0.2.1"))


@pytest.fixture
def service(outbox, events):
    """With the real repository; the caller commits."""
    return UserService(user_repository=UserRepository(), email_service=outbox, analytics_service=events)


async def test_the_caller_decides_when_to_commit(service, async_db_session):
    """An import of a thousand users is one transaction.

    REAL BUG THIS CATCHES: register_user() commits by itself, and half an import stays.
    """
    user = await service.register_user(async_db_session, ADA, "192.0.2.1")
    assert (user.email, user.full_name) == ("ada@example.com", "Ada Lovelace")

    await async_db_session.rollback()

    assert await UserRepository().get_by_email(async_db_session, email="ada@example.com") is None


async def test_the_error_says_who_tried_it(service, async_db_session, outbox):
    """The address and the host, for whoever looks into it.

    REAL BUG THIS CATCHES: the host is lost on the way, and nobody sees that all attempts come from one place.
    """
    await service.register_user(async_db_session, ADA, "192.0.2.1")

    with pytest.raises(EmailAlreadyExistsError) as caught:
        await service.register_user(async_db_session, ADA, "192.0.2.9")

    assert caught.value.context == {"email": "ada@example.com", "attempted_registration_ip": "192.0.2.9"}
    assert len(outbox.sent_emails) == 1


async def test_a_login_gives_tokens_and_the_user(service, async_db_session):
    """Under the names that callers use.

    REAL BUG THIS CATCHES: the tokens are exchanged, or the user is another one.
    """
    user = await service.register_user(async_db_session, ADA, "192.0.2.1")

    login = await service.authenticate_user(async_db_session, "ada@example.com", "SecurePassword123!", HOME)

    assert login.keys() == {"access_token", "refresh_token", "user"}
    assert login["user"] is user
    assert [claims_of(login[name])["type"] for name in ("access_token", "refresh_token")] == ["access", "refresh"]


async def test_a_service_limits_by_the_settings(service, async_db_session):
    """Ten failures, unless the settings say otherwise; the error says whose account it was.

    REAL BUG THIS CATCHES: a service that nobody gave a limiter has none.
    """
    user = await service.register_user(async_db_session, ADA, "192.0.2.1")
    refusals = []

    for _ in range(11):
        with pytest.raises(SecurityError) as caught:
            await service.authenticate_user(async_db_session, "ada@example.com", "wrong", HOME)
        refusals.append(caught.value)

    assert {error.error_code for error in refusals[:10]} == {ErrorCode.INVALID_CREDENTIALS}
    assert refusals[0].context == {"user_id": user.id, "reason": "invalid_password"}
    assert refusals[10].error_code is ErrorCode.TOO_MANY_ATTEMPTS
