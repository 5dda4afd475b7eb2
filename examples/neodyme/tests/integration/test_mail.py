"""Mail over real SMTP, and what happens without it."""

import asyncio
import logging

import pytest
from aiosmtplib import SMTPException
from neodyme.core.config import Settings, get_settings
from neodyme.main import app
from neodyme.models import User
from neodyme.repositories.user_repository import UserRepository
from neodyme.services.email_service import SmtpEmailService, get_email_service
from sqlalchemy import text
from support.assertions import assert_user_json
from support.mail_server import HOST, running_mail_server
from support.people import login_data, register

pytestmark = pytest.mark.integration

ADA = User(id=7, email="ada@example.com", full_name="Ada Lovelace, née Byron", hashed_password="")
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
)


@pytest.fixture
async def mail_server():
    async with running_mail_server() as server:
        yield server


@pytest.fixture
def mail_settings(mail_server):
    """Settings that lead to that server."""

    def make(**fields):
        return Settings(**{"email_smtp_host": HOST, "email_smtp_port": mail_server.port, **fields})

    return make


@pytest.fixture
def over_smtp(monkeypatch, client, mail_settings):
    """The application sends its mail to that server."""
    monkeypatch.setitem(app.dependency_overrides, get_email_service, lambda: SmtpEmailService(mail_settings()))


async def test_a_welcome_arrives(mail_server, mail_settings):
    """At the right address, from ours, with the name as it is written.

    REAL BUG THIS CATCHES: SmtpEmailService mixes up sender and recipient, or breaks letters that are not ASCII.
    """
    await SmtpEmailService(mail_settings(email_from_address="hello@example.com")).send_welcome_email(ADA)

    (message,) = mail_server.messages
    assert mail_server.recipients == ["ada@example.com"]
    assert (message["From"], message["To"]) == ("hello@example.com", "ada@example.com")
    assert message["Subject"] == "Welcome to neodyme"
    assert message.get_content() == "Hello Ada Lovelace, née Byron,\n\nyour account is ready: ada@example.com.\n"
    assert mail_server.logins == []


async def test_a_server_with_accounts_is_logged_into(mail_server, mail_settings):
    """With the name and the password of the settings.

    REAL BUG THIS CATCHES: the login is forgotten, and the provider refuses all mail.
    """
    settings = mail_settings(email_smtp_username="neodyme", email_smtp_password="hunter2")

    await SmtpEmailService(settings).send_welcome_email(ADA)

    assert mail_server.logins == [("neodyme", "hunter2")]
    assert len(mail_server.messages) == 1


async def test_production_does_not_send_in_the_clear(mail_server, mail_settings):
    """A server that cannot encrypt gets neither login nor mail.

    REAL BUG THIS CATCHES: somebody on the way takes STARTTLS out of the greeting, and reads passwords and addresses.
    """
    settings = mail_settings(
        environment="production", secret_key="x" * 32, email_smtp_username="neodyme", email_smtp_password="hunter2"
    )

    with pytest.raises(SMTPException, match="STARTTLS"):
        await SmtpEmailService(settings).send_welcome_email(ADA)

    assert (mail_server.logins, mail_server.recipients, mail_server.messages) == ([], [], [])


async def test_a_registration_sends_real_mail(client, over_smtp, mail_server):
    """From the route to the mailbox.

    REAL BUG THIS CATCHES: the service that production injects is not the one that was tested.
    """
    account = await register(client, full_name="Ada")

    assert [message["To"] for message in mail_server.messages] == [account.email]
    assert mail_server.messages[0].get_content().startswith("Hello Ada,\n")


@pytest.mark.parametrize("refusal", ["554 no such mailbox", "451 try later"])
async def test_a_refused_mail_does_not_undo_the_account(client, over_smtp, mail_server, events, caplog, refusal):
    """The account is there, the event is reported, and the log says what failed.

    REAL BUG THIS CATCHES: the exception of the mail client leaves register_user(): 500 for an account that exists, and the
    user cannot register again either.
    """
    mail_server.refusal = refusal
    caplog.set_level(logging.ERROR, logger="neodyme")

    account = await register(client)

    me = await client.get("/api/v1/auth/me", headers=account.headers)
    assert_user_json(me.json(), id=account.id)
    assert [event["event_type"] for event in events.tracked_events] == ["user_registration"]
    assert mail_server.messages == []
    assert f"The welcome mail for user {account.id} failed." in caplog.text
    assert refusal[4:] in caplog.text


async def test_a_mail_server_that_is_down_does_not_undo_the_account(client, monkeypatch, events):
    """Nobody listens at that port.

    REAL BUG THIS CATCHES: only the errors of SMTP are caught, not those of the network.
    """
    nobody = Settings(email_smtp_host="127.0.0.1", email_smtp_port=9)
    monkeypatch.setitem(app.dependency_overrides, get_email_service, lambda: SmtpEmailService(nobody))

    account = await register(client)

    assert account.email == "ada@example.com"
    assert len(events.tracked_events) == 1


async def test_the_account_is_there_before_the_mail(client, over_smtp, mail_server, async_db_session):
    """Whoever clicks at once what the mail says finds the account, and a slow mail server holds no connection to PostgreSQL.

    REAL BUG THIS CATCHES: the mail is sent inside the transaction: it greets people whose account then fails to be stored,
    and a slow provider uses up the connections of the pool.
    """
    seen = []

    async def look():
        found = await UserRepository().get_by_email(async_db_session, email="ada@example.com")
        seen.append((found is not None, await async_db_session.scalar(WAITING)))

    mail_server.before_answer = look

    await register(client)

    assert seen == [(True, 0)]


async def test_whoever_hangs_up_while_the_mail_is_sent_is_gone(client, over_smtp, mail_server):
    """The request ends; the account is there already.

    REAL BUG THIS CATCHES: the handler that lets mail fail swallows the cancellation, too: a server cannot shut down while a
    mail server is slow.
    """
    arrived = asyncio.Event()

    async def never_answer():
        arrived.set()
        await asyncio.Event().wait()

    mail_server.before_answer = never_answer
    request = asyncio.create_task(register(client))
    await arrived.wait()

    request.cancel()

    with pytest.raises(asyncio.CancelledError):
        await request
    login = await client.post("/api/v1/auth/login", json=login_data())
    assert_user_json(login.json()["user"], email="ada@example.com")


def test_the_application_uses_the_server_of_its_settings(monkeypatch):
    """As the environment names it.

    REAL BUG THIS CATCHES: the provider builds a double, or a client with a host of its own, and production sends nothing.
    """
    monkeypatch.setenv("EMAIL_SMTP_HOST", "mail.example.com")
    get_settings.cache_clear()

    service = get_email_service()

    get_settings.cache_clear()
    assert isinstance(service, SmtpEmailService)
