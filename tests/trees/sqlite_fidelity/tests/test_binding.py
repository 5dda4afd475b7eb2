import asyncio
import os
import sqlite3
import subprocess
import sys

import httpx
import pytest
from fastapi import Depends, FastAPI
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from shop import Customer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import sessionmaker


async def get_session():
    raise AssertionError("the production database")
    yield


app = FastAPI()
NewSession = sessionmaker()


@app.post("/customers/{email}")
async def register(email: str, session: AsyncSession = Depends(get_session)):
    session.add(Customer(email=email))
    await session.commit()
    return await session.scalar(select(Customer.id).where(Customer.email == email))


async def test_ten_requests_at_once(bind_database):
    bind_database.fastapi(app, get_session)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        answers = await asyncio.gather(*(client.post(f"/customers/{number}") for number in range(10)))
    assert sorted(answer.json() for answer in answers) == list(range(1, 11))


def test_a_session_factory(bind_database, db_session):
    bind_database.factory(NewSession)
    with NewSession() as session:
        session.add(Customer(email="ada"))
        session.commit()
    assert db_session.scalar(select(Customer.email)) == "ada"


def test_flask(bind_database, db_session):
    flask, database = Flask("shop"), SQLAlchemy()
    flask.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:////nowhere/production.db"
    database.init_app(flask)
    bind_database.flask(flask, database)
    with flask.app_context():
        database.session.add(Customer(email="ada"))
        database.session.commit()
    assert db_session.scalar(select(Customer.email)) == "ada"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sqlite:///production.db", "sqlite:////"),
        ("sqlite+aiosqlite:///production.db", "sqlite+aiosqlite:////"),
        ("postgresql+asyncpg://nobody@nowhere/production", "sqlite+aiosqlite:////"),
        ("postgresql+psycopg2://nobody@nowhere/production", "sqlite:////"),
    ],
)
def test_settings_get_a_driver_of_the_same_kind(bind_database, before, after):
    settings = {"database_url": before}
    bind_database.settings(settings)
    assert settings["database_url"].startswith(after)


def test_an_environment_variable_that_a_child_reads(bind_database, other):
    bind_database.environment("SHOP_DATABASE")
    code = (
        "import os, sqlalchemy as s\nwith s.create_engine(os.environ['SHOP_DATABASE']).begin() as c:\n"
        "    c.execute(s.text(\"INSERT INTO customers (email) VALUES ('child')\"))"
    )
    subprocess.run([sys.executable, "-c", code], env=os.environ, check=True)
    assert isinstance(other, sqlite3.Connection)
    assert other.execute("SELECT email FROM customers").fetchone() == ("child",)
