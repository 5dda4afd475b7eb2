from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from myapp.app import create_app
from myapp.database import db as _db
from myapp.models import User
from sqlalchemy.orm import scoped_session, sessionmaker


@pytest.fixture(scope="session")
def app() -> Flask:
    """Create the Flask application for testing."""
    return create_app(config_name="testing")


@pytest.fixture(scope="function")
def db(db_engine: Any, monkeypatch: pytest.MonkeyPatch) -> Generator[Any, None, None]:
    """Provide a clean database for each test via transactions."""
    connection = db_engine.connect()
    transaction = connection.begin()
    session = scoped_session(sessionmaker(bind=connection, join_transaction_mode="create_savepoint"))
    monkeypatch.setattr(_db, "session", session)

    yield _db

    session.remove()
    transaction.rollback()
    connection.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Create a Flask test client."""
    return app.test_client()


@pytest.fixture
def auth_client(client: FlaskClient, db: Any) -> FlaskClient:
    """Create an authenticated test client."""
    user = User(name="Test Admin", email="admin@test.com", is_admin=True)
    db.session.add(user)
    db.session.commit()

    token = user.generate_access_token()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client
