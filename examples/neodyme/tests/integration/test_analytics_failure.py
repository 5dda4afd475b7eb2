"""The service of other people that counts events is down."""

import logging

import pytest
from neodyme.main import app
from neodyme.services.analytics_service import get_analytics_service
from support.people import login_data, register

pytestmark = pytest.mark.integration


class Down:
    """A client of a service that does not answer."""

    async def track_event(self, event_type, user):
        """As httpx and its kin do it."""
        raise TimeoutError(f"no answer to {event_type}")


async def test_accounts_do_not_depend_on_those_who_count_them(client, monkeypatch, caplog, outbox):
    """Registering and logging in work, and the log says what was not counted.

    REAL BUG THIS CATCHES: the exception of the analytics client leaves the service: nobody can log in while it is down.
    """
    monkeypatch.setitem(app.dependency_overrides, get_analytics_service, Down)
    caplog.set_level(logging.ERROR, logger="neodyme")

    account = await register(client)
    login = await client.post("/api/v1/auth/login", json=login_data())

    assert login.json()["user"]["id"] == account.id
    assert len(outbox.sent_emails) == 1
    assert f"The registration event for user {account.id} failed." in caplog.text
    assert f"The login event for user {account.id} failed." in caplog.text
    assert "no answer to user_login" in caplog.text
