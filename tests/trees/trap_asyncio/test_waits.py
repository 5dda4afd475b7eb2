import asyncio

import pytest
import pytest_asyncio
from waits import Connection, both, double, limited, triple


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def doubled():
    return await double(2)


@pytest_asyncio.fixture
async def connection():
    async with Connection() as made:
        yield made
    assert not made.open


@pytest.mark.asyncio(loop_scope="module")
async def test_module_fixture(doubled):
    assert doubled == 4


@pytest.mark.asyncio(loop_scope="module")
async def test_both():
    assert await both(1, 2) == [2, 4]


@pytest.mark.asyncio
async def test_connection(connection):
    assert connection.open


@pytest.mark.asyncio
async def test_limited():
    assert await asyncio.wait_for(limited(0.01), 0.3) == "late"


@pytest.mark.asyncio
async def test_triple_is_only_run():
    triple(1)
