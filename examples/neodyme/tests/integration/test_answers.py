"""What all routes have in common: envelopes, health, and the contract that clients rely on."""

import json
from pathlib import Path

import pytest
from fastapi import APIRouter
from httpx import ASGITransport, AsyncClient
from neodyme.main import app, create_app
from support.assertions import assert_refused

pytestmark = pytest.mark.integration

CONTRACT = Path(__file__).parents[2] / "openapi.json"


async def test_health_says_that_the_database_answers(client):
    """For the load balancer.

    REAL BUG THIS CATCHES: /health needs a token or does not exist, and every container is restarted for ever.
    """
    response = await client.get("/health")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


async def test_health_says_that_the_database_is_away(caplog):
    """Nobody listens where the settings of this suite lead.

    REAL BUG THIS CATCHES: /health is always "ok", and requests go to a container that can serve none.
    """
    async with AsyncClient(transport=ASGITransport(app=app), base_url="http://neodyme") as client:
        response = await client.get("/health")

    assert response.status_code == 503
    assert response.json() == {"status": "unavailable"}
    assert "The database does not answer." in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "status", "code", "words"),
    [
        ("GET", "/api/v1/nothing", 404, "NOT_FOUND", "Not Found"),
        ("DELETE", "/api/v1/auth/me", 405, "METHOD_NOT_ALLOWED", "Method Not Allowed"),
    ],
)
async def test_what_is_not_there_has_the_envelope_too(client, method, path, status, code, words):
    """Clients parse one form of error.

    REAL BUG THIS CATCHES: the framework's own errors have another form, and a client that reads `error.code` fails there.
    """
    response = await client.request(method, path)

    assert_refused(response, status, code, words)
    assert response.headers.get("Allow") == ("GET" if status == 405 else None)


async def test_a_bug_of_ours_tells_nothing_about_us():
    """500 with the envelope; the reason is for the log.

    REAL BUG THIS CATCHES: the text of an exception, with table names and addresses in it, is sent to whoever asks.
    """
    broken = create_app()
    router = APIRouter()

    @router.get("/broken")
    async def broken_route() -> None:
        raise RuntimeError("the password of the database is hunter2")

    broken.include_router(router)
    transport = ASGITransport(app=broken, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://neodyme") as client:
        response = await client.get("/broken")

    error = assert_refused(response, 500, "INTERNAL_ERROR", "Something went wrong on our side.")
    assert error == {"code": "INTERNAL_ERROR", "message": "Something went wrong on our side."}


def test_the_api_is_what_clients_were_promised():
    """The stored contract is the one that is served. Who means to change it stores it anew: see the README.

    REAL BUG THIS CATCHES: a route, a field or a status disappears in a refactoring, and the applications on telephones,
    which nobody can update at once, break.
    """
    assert json.loads(CONTRACT.read_text()) == app.openapi()
