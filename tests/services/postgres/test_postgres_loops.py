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
