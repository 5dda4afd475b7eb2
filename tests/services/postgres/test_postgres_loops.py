"""Async connections live as long as their event loop: no shorter, which is slow, and no longer, which leaks."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow

SETTINGS = """
[tool.pytest.ini_options]
asyncio_mode = "strict"
asyncio_default_fixture_loop_scope = "function"
filterwarnings = ["error"]
"""
TESTS = """
import asyncio, gc, os, pytest
from sqlalchemy import text

SEEN = []
on_its_loop = {mark}
{fixture}

async def seen(session):
    SEEN.append((await session.execute(text("SELECT pg_backend_pid()"))).scalar())
    await session.commit()

@pytest.mark.parametrize("number", range(4))
@on_its_loop
async def test_of_the_database(async_db_session, number):
    await seen(async_db_session)

@on_its_loop
async def test_without_a_session(async_db_engine):
    async with async_db_engine.connect() as one, async_db_engine.connect() as two:
        assert await one.scalar(text("SELECT pg_backend_pid()")) != await two.scalar(text("SELECT pg_backend_pid()"))

def test_how_many_connections_there_were():
    gc.collect()  # what was left open warns now, and a warning is an error
    assert len(SEEN) == {tests}
    assert len(set(SEEN)) == {connections}, SEEN

def test_that_changes_the_schema(database_url):
    import psycopg
    with psycopg.connect(database_url.dsn) as connection:
        connection.execute("CREATE TABLE another (x int)")

@on_its_loop
async def test_behind_it(async_db_session):
    assert (await async_db_session.execute(text("SELECT to_regclass('another')"))).scalar() is None
"""
HELD = """
@pytest.fixture(scope="module")
def anyio_backend():
    return "asyncio"

@pytest.fixture(scope="module", autouse=True)
async def held(async_db_engine):
    async with async_db_engine.connect() as connection:
        SEEN.append(await connection.scalar(text("SELECT pg_backend_pid()")))
    yield
"""
FREE = """
@pytest.fixture
def anyio_backend():
    return "asyncio"
"""


@pytest.mark.parametrize(
    ("plugin", "mark", "fixture", "tests", "connections"),
    [
        ("pytest_asyncio.plugin", "pytest.mark.asyncio", "", 4, 4),
        ("pytest_asyncio.plugin", "pytest.mark.asyncio(loop_scope='module')", "", 4, 1),
        ("pytest_asyncio.plugin", "pytest.mark.asyncio(loop_scope='session')", "", 4, 1),
        ("anyio.pytest_plugin", "pytest.mark.anyio", FREE, 4, 4),
        ("anyio.pytest_plugin", "pytest.mark.anyio", HELD, 5, 1),
    ],
    ids=["a loop each", "one loop of the module", "one loop of the session", "anyio", "anyio with one loop"],
)
def test_tests_on_one_loop_share_a_connection(tmp_path, run_pytest, plugin, mark, fixture, tests, connections):
    """
    REAL BUG THIS CATCHES: each async test opens a connection of its own, ten times as long as the rest of it; or one that
    belongs to a closed loop is used again, or is never closed.
    """
    (tmp_path / "pyproject.toml").write_text(
        SETTINGS if "asyncio" in plugin else '[tool.pytest.ini_options]\nfilterwarnings = ["error"]\n'
    )
    text = TESTS.format(mark=mark, fixture=fixture, tests=tests, connections=connections)
    (tmp_path / "test_it.py").write_text(text)
    outcome = run_pytest(tmp_path, "-q", "-p", "no:randomly", plugins=(plugin,))
    assert "8 passed" in outcome.stdout, outcome.stdout[-3000:] + outcome.stderr[-2000:]


CROWD = """
import asyncio, pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, TimeoutError

pytestmark = pytest.mark.asyncio

async def test_of_a_crowd(async_db_engine):
    async def request(number):
        async with async_db_engine.connect() as connection:
            return await connection.scalar(text("SELECT :number"), {"number": str(number)})

    assert await asyncio.gather(*map(request, range(300))) == [str(number) for number in range(300)]

async def test_of_a_crowd_that_is_sent_away(async_db_engine):
    async def request():
        async with async_db_engine.connect() as connection:
            await connection.scalar(text("SELECT pg_sleep(60)"))

    crowd = [asyncio.create_task(request()) for _ in range(300)]
    while "0 idle" not in async_db_engine.pool.status():
        await asyncio.sleep(0)
    for task in crowd:
        task.cancel()
    assert {type(outcome) for outcome in await asyncio.gather(*crowd, return_exceptions=True)} == {asyncio.CancelledError}
    await test_of_a_crowd(async_db_engine)

async def test_of_those_who_never_go(async_db_engine, monkeypatch):
    monkeypatch.setattr("earnest.services.database.loop_pool.PATIENCE", 0.05)
    async with contextlib.AsyncExitStack() as stack:
        with pytest.raises(TimeoutError, match="All 60 connections of this test are in use, and none came back in 0.05 seconds"):
            for _ in range(61):
                await stack.enter_async_context(async_db_engine.connect())

async def test_of_a_lost_connection(async_db_engine):
    async with async_db_engine.connect() as one, async_db_engine.connect() as two:
        pid = await one.scalar(text("SELECT pg_backend_pid()"))
        await two.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        with pytest.raises(DBAPIError):
            await one.execute(text("SELECT 1"))
    for _ in range(3):
        async with async_db_engine.connect() as another:
            assert await another.scalar(text("SELECT 1")) == 1
"""


def test_a_crowd_waits_for_its_turn_and_lost_connections_are_replaced(tmp_path, run_pytest):
    """
    REAL BUG THIS CATCHES: a load test with more requests than the server takes connections fails, though the application has a
    pool that makes them wait; whoever gives up waiting takes a place with them; or after a lost connection no other comes back.
    """
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    (tmp_path / "test_it.py").write_text("import contextlib" + CROWD)
    outcome = run_pytest(tmp_path, "-q", "-p", "no:randomly", plugins=("pytest_asyncio.plugin",))
    assert "4 passed" in outcome.stdout, outcome.stdout[-3000:] + outcome.stderr[-2000:]
