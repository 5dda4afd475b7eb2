import asyncio
import dataclasses
import os

import httpx
import pytest
from fastapi import Depends, FastAPI
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from shop import Customer
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import Session, sessionmaker


async def get_async_session():
    raise AssertionError("the production database")
    yield


def get_session():
    raise AssertionError("the production database")
    yield


app = FastAPI()
NewSession = sessionmaker()
NewAsyncSession = async_sessionmaker()


@app.post("/async/{email}")
async def register(email: str, session: AsyncSession = Depends(get_async_session)):
    session.add(Customer(email=email))
    await session.flush()
    await asyncio.sleep(0.001)
    await session.commit()
    return await session.scalar(select(Customer.id).where(Customer.email == email))


@app.post("/sync/{email}")
def register_sync(email: str, session: Session = Depends(get_session)):
    session.add(Customer(email=email))
    session.commit()
    return session.scalar(select(func.count()).select_from(Customer))


@pytest.fixture
async def client():
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        yield client


async def test_twenty_requests_at_once(bind_database, client, db_session):
    bind_database.fastapi(app, get_async_session)
    answers = await asyncio.gather(*(client.post(f"/async/{number}") for number in range(20)))
    assert sorted(answer.json() for answer in answers) == list(range(1, 21))
    assert db_session.scalar(select(func.count()).select_from(Customer)) == 20


async def test_a_synchronous_dependency(bind_database, client):
    bind_database.fastapi(app, get_session)
    assert (await client.post("/sync/ada")).json() == 1


async def test_an_override_does_not_outlive_its_test(client):
    assert app.dependency_overrides == {}
    with pytest.raises(AssertionError, match="production"):
        await client.post("/async/ada")


def test_a_session_factory(bind_database, db_session):
    bind_database.factory(NewSession)
    with NewSession() as session:
        session.add(Customer(email="ada"))
        session.commit()
    assert db_session.scalar(select(Customer.email)) == "ada"


async def test_an_async_session_factory(bind_database):
    bind_database.factory(NewAsyncSession)
    async with NewAsyncSession() as session:
        session.add(Customer(email="ada"))
        await session.commit()
        assert await session.scalar(select(Customer.id)) == 1


def test_flask(bind_database, db_session):
    flask, database = Flask("shop"), SQLAlchemy()
    flask.config["SQLALCHEMY_DATABASE_URI"] = "postgresql+psycopg://nobody@nowhere/production"
    database.init_app(flask)
    bind_database.flask(flask, database)
    with flask.app_context():
        database.session.add(Customer(email="ada"))
        database.session.commit()
    assert db_session.scalar(select(Customer.email)) == "ada"


def test_settings_keep_their_driver(bind_database):
    settings = {"database_url": "postgresql+asyncpg://nobody@nowhere/production"}
    bind_database.settings(settings)
    assert settings["database_url"].startswith("postgresql+asyncpg://earnest@")


@dataclasses.dataclass(frozen=True)
class Settings:
    database_url: str = "postgresql://nobody@nowhere/production"


SETTINGS = Settings()


def test_settings_that_are_frozen(bind_database):
    assert SETTINGS == Settings()
    bind_database.settings(SETTINGS)
    assert SETTINGS.database_url.startswith("postgresql://earnest@")


def test_an_environment_variable(bind_database, database_url):
    bind_database.environment()
    assert os.environ["DATABASE_URL"] == database_url


def test_one_that_a_child_reads(bind_database, db_session):
    bind_database.environment("SHOP_DATABASE")
    assert "SHOP_DATABASE" in os.environ
    assert db_session.scalar(text("SELECT current_database()")) in os.environ["SHOP_DATABASE"]
