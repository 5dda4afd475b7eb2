"""Many requests at once, each with a session of its own, on the application's own pool of connections."""

import asyncio
import logging

import pytest
from httpx import ASGITransport, AsyncClient
from neodyme.core.config import get_settings
from neodyme.core.database import get_async_session, get_engine
from neodyme.main import app
from sqlalchemy import text
from support.people import login_data, register, user_data

pytestmark = pytest.mark.concurrency

REGISTER = "/api/v1/auth/register"


async def test_fifty_people_register_at_once(pooled_client, outbox, events):
    """All of them are served, each with an id, a mail and an event of their own.

    REAL BUG THIS CATCHES: one session for all requests: "Session is already flushing", and 49 of 50 get 500.
    """
    accounts = await asyncio.gather(
        *(register(pooled_client, email=f"user{number}@example.com") for number in range(50))
    )

    assert len({account.id for account in accounts}) == 50
    assert {mail["to"] for mail in outbox.sent_emails} == {account.email for account in accounts}
    assert {event["user_id"] for event in events.tracked_events} == {account.id for account in accounts}
    assert (len(outbox.sent_emails), len(events.tracked_events)) == (50, 50)


async def test_one_address_registered_by_many_at_once_is_one_account(pooled_client, outbox, caplog):
    """The database decides who was first; everybody else is told that the address is taken.

    REAL BUG THIS CATCHES: register_user() trusts its own look before the INSERT: of two that look at the same moment, one
    gets 500, or, without the unique index, both get an account.
    """
    answers = await asyncio.gather(
        *(pooled_client.post(REGISTER, json=user_data(full_name=f"Ada {number}")) for number in range(20))
    )

    refused = [answer.json()["error"]["code"] for answer in answers if answer.status_code != 201]
    assert refused == ["EMAIL_ALREADY_EXISTS"] * 19
    assert caplog.text.count("'attempted_registration_ip': '127.0.0.1'") == 19
    assert len(outbox.sent_emails) == 1


async def test_everybody_sees_themselves(pooled_client):
    """Under load nobody gets another one's profile.

    REAL BUG THIS CATCHES: something of a request is kept between requests, and Ada sees Bob.
    """

    async def register_and_look(number):
        account = await register(pooled_client, email=f"user{number}@example.com")
        me = await pooled_client.get("/api/v1/auth/me", headers=account.headers)
        return me.status_code, me.json()["email"]

    seen = await asyncio.gather(*(register_and_look(number) for number in range(60)))

    assert seen == [(200, f"user{number}@example.com") for number in range(60)]


async def test_guesses_made_at_once_are_counted(pooled_client):
    """Thirty at the same moment are no way around the limit.

    REAL BUG THIS CATCHES: a failure is counted only when its comparison is over: all guesses that are under way by then pass.
    """
    await register(pooled_client)

    answers = await asyncio.gather(
        *(
            pooled_client.post("/api/v1/auth/login", json=login_data(password=f"Guess-{number}x"))
            for number in range(30)
        )
    )

    codes = sorted(answer.json()["error"]["code"] for answer in answers)
    assert codes == ["INVALID_CREDENTIALS"] * 5 + ["TOO_MANY_ATTEMPTS"] * 25


async def test_two_changes_at_once_are_both_answered(pooled_client):
    """The last one stays, whole.

    REAL BUG THIS CATCHES: two transactions wait for each other, or one of them fails because the row has changed.
    """
    account = await register(pooled_client)
    names = [f"Ada {number}" for number in range(10)]

    answers = await asyncio.gather(
        *(
            pooled_client.patch(f"/api/v1/users/{account.id}", headers=account.headers, json={"full_name": name})
            for name in names
        )
    )

    assert [answer.json()["full_name"] for answer in answers] == names
    me = await pooled_client.get("/api/v1/auth/me", headers=account.headers)
    assert me.json()["full_name"] in names


async def test_requests_give_their_connections_back(pooled_client):
    """Whatever became of them, and never more than the pool has.

    REAL BUG THIS CATCHES: a refused request keeps its connection, and after twenty typing errors nobody is served any more.
    """
    account = await register(pooled_client)
    requests = [
        pooled_client.post(REGISTER, json=user_data()),
        pooled_client.post(REGISTER, json=user_data(email="bob@example.com", password="weak")),
        pooled_client.post("/api/v1/auth/login", json=login_data(password="wrong")),
        pooled_client.get(f"/api/v1/users/{account.id + 1}", headers=account.headers),
        pooled_client.get("/api/v1/auth/me", headers=account.headers),
    ]

    answers = await asyncio.gather(*requests)

    assert [answer.status_code for answer in answers] == [409, 400, 401, 403, 200]
    assert get_engine().pool.checkedout() == 0


async def test_whoever_hangs_up_keeps_no_connection(pooled_client):
    """A request that is given up half-way.

    REAL BUG THIS CATCHES: a cancelled request leaves its transaction open, and its connection is lost to the pool.
    """
    request = asyncio.create_task(pooled_client.post(REGISTER, json=user_data()))
    while get_engine().pool.checkedout() == 0:
        await asyncio.sleep(0)
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request

    assert get_engine().pool.checkedout() == 0
    assert (await register(pooled_client)).email == "ada@example.com"


async def test_a_pool_has_as_many_connections_as_the_settings_say(pooled_environment, monkeypatch, client):
    """The rest waits. Twenty processes with one more each are what the database cannot bear.

    REAL BUG THIS CATCHES: the size is not handed on, or the pool opens more when it is full.
    """
    monkeypatch.delitem(app.dependency_overrides, get_async_session)
    monkeypatch.setenv("DATABASE_POOL_SIZE", "2")
    get_settings.cache_clear()
    async with app.router.lifespan_context(app):
        crowd = asyncio.gather(*(register(client, email=f"user{number}@example.com") for number in range(10)))
        most = 0
        while not crowd.done():
            await asyncio.sleep(0)
            most = max(most, get_engine().pool.checkedout())

        assert len(await crowd) == 10
        assert most == 2


async def test_a_lost_connection_is_replaced(pooled_client, async_db_session):
    """The database was restarted over night; the first request in the morning is served.

    REAL BUG THIS CATCHES: the pool hands out connections that have died meanwhile, and everybody gets 500 once.
    """
    account = await register(pooled_client)
    ended = await async_db_session.scalars(
        text(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    )
    assert True in ended.all()

    me = await pooled_client.get("/api/v1/auth/me", headers=account.headers)

    assert me.json()["id"] == account.id


async def test_whoever_hangs_up_on_a_health_check_is_gone(pooled_client):
    """It is not answered with "unavailable", but ends.

    REAL BUG THIS CATCHES: the handler of a database that is away swallows the cancellation of its task.
    """
    request = asyncio.create_task(pooled_client.get("/health"))
    while get_engine().pool.checkedout() == 0:
        await asyncio.sleep(0)

    request.cancel()

    with pytest.raises(asyncio.CancelledError):
        await request


async def test_starting_without_a_request_is_no_error(pooled_environment, monkeypatch):
    """Nothing was opened, nothing is closed; and the settings have their effect.

    REAL BUG THIS CATCHES: a deployment that is stopped at once ends with a traceback; or DEBUG and LOG_LEVEL do nothing.
    """
    monkeypatch.setattr(app, "debug", False)
    monkeypatch.setenv("DEBUG", "1")
    monkeypatch.setenv("LOG_LEVEL", "error")
    get_settings.cache_clear()

    async with app.router.lifespan_context(app):
        assert app.debug is True
        assert logging.getLogger("neodyme").level == logging.ERROR


async def test_starting_and_stopping_leaves_nothing_open(pooled_environment):
    """The application starts several times in one process.

    REAL BUG THIS CATCHES: the engine of the first start is used by the second one, whose loop is another; or connections
    stay open at the server with each restart.
    """
    for _ in range(2):
        async with (
            app.router.lifespan_context(app),
            AsyncClient(transport=ASGITransport(app=app), base_url="http://neodyme") as client,
        ):
            assert (await client.get("/health")).json() == {"status": "ok"}
            pool = get_engine().pool
            assert pool.checkedin() == 1
        assert pool.checkedin() == 0
