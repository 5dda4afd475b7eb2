import asyncio

import aiosqlite
import pytest
from shop import Customer, Parcel
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session


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


async def test_a_savepoint_is_rolled_back(async_db_session):
    async_db_session.add(Customer(email="ada"))
    with pytest.raises(ZeroDivisionError):
        async with async_db_session.begin_nested():
            async_db_session.add(Customer(email="grace"))
            await async_db_session.flush()
            raise ZeroDivisionError
    await async_db_session.commit()
    assert await count(async_db_session) == 1


async def test_a_foreign_key_holds(async_db_session):
    async_db_session.add(Parcel(customer=77))
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        await async_db_session.flush()


async def test_twenty_requests_at_once_have_a_session_each(async_db_engine):
    async def request(number):
        async with AsyncSession(async_db_engine) as session:
            session.add(Customer(email=str(number)))
            await session.flush()
            await asyncio.sleep(0.001)
            await session.commit()

    await asyncio.gather(*map(request, range(20)))
    async with AsyncSession(async_db_engine) as session:
        assert await count(session) == 20


async def test_sync_and_async_sessions_see_each_other(async_db_session, db_session):
    async_db_session.add(Customer(email="ada"))
    await async_db_session.commit()
    assert db_session.scalar(select(Customer.email)) == "ada"


async def test_aiosqlite_alone(database_url):
    async with aiosqlite.connect(database_url.dsn) as connection:
        await connection.execute("INSERT INTO customers (email) VALUES ('ada')")
        await connection.commit()
        async with connection.execute("SELECT id FROM customers") as rows:
            assert await rows.fetchone() == (1,)


async def test_a_session_that_is_left_in_the_middle(async_db_session):
    async_db_session.add(Customer(email="ada"))
    await async_db_session.flush()


@pytest.mark.database("transaction")
async def test_a_pinned_async_session(async_db_session, db_engine):
    async_db_session.add(Customer(email="ada"))
    await async_db_session.commit()
    with Session(db_engine) as another:
        assert another.scalar(select(func.count()).select_from(Customer)) == 0
    assert await async_db_session.scalar(select(Customer.email)) == "ada"


@pytest.mark.database("cluster")
async def test_a_database_of_an_async_sessions_own(async_db_session):
    async_db_session.add(Customer(email="ada"))
    await async_db_session.commit()
    assert await async_db_session.scalar(select(Customer.id)) == 1


@pytest.mark.asyncio(loop_scope="module")
async def test_a_loop_that_several_tests_share(async_db_session):
    async_db_session.add(Customer(email="ada"))
    await async_db_session.commit()
    assert await count(async_db_session) == 1
