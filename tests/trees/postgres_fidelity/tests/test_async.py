import asyncio

import asyncpg
import pytest
from shop import Customer
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession


async def count(session):
    return await session.scalar(select(func.count()).select_from(Customer))


async def test_rows_are_there_after_a_commit(async_db_session):
    async_db_session.add(Customer(email="ada"))
    await async_db_session.commit()
    assert await count(async_db_session) == 1


async def test_an_integrity_error_and_then_on(async_db_session):
    async_db_session.add(Customer(email="ada"))
    await async_db_session.commit()
    async_db_session.add(Customer(email="ada"))
    with pytest.raises(IntegrityError):
        await async_db_session.commit()
    await async_db_session.rollback()
    async_db_session.add(Customer(email="grace"))
    await async_db_session.commit()
    assert await count(async_db_session) == 2


async def test_fifty_requests_at_once_have_a_session_each(async_db_engine):
    async def request(number):
        async with AsyncSession(async_db_engine) as session:
            session.add(Customer(email=str(number)))
            await session.flush()
            await asyncio.sleep(0.001)
            await session.commit()

    await asyncio.gather(*map(request, range(50)))
    async with AsyncSession(async_db_engine) as session:
        assert await count(session) == 50


async def test_sync_and_async_sessions_see_each_other(async_db_session, db_session):
    async_db_session.add(Customer(email="ada"))
    await async_db_session.commit()
    assert db_session.scalar(select(Customer.email)) == "ada"


async def test_asyncpg_alone(database_url):
    connection = await asyncpg.connect(database_url.dsn)
    try:
        await connection.execute("INSERT INTO customers (email) VALUES ('ada')")
        assert await connection.fetchval("SELECT id FROM customers") == 1
    finally:
        await connection.close()


async def test_a_session_that_is_left_in_the_middle(async_db_session):
    async_db_session.add(Customer(email="ada"))
    await async_db_session.flush()


@pytest.mark.asyncio(loop_scope="module")
async def test_a_loop_that_several_tests_share(async_db_session):
    async_db_session.add(Customer(email="ada"))
    await async_db_session.commit()
    assert await count(async_db_session) == 1
