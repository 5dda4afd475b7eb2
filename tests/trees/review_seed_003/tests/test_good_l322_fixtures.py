from __future__ import annotations

from typing import Any

import pytest
from myapp.database import Database, Session
from myapp.models import User, tokens
from sqlalchemy import select


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Run tests against multiple database backends."""
    urls = {
        "sqlite": "sqlite:///test.db",
        "postgresql": "postgresql://test:test@localhost:5432/testdb",
    }
    return urls[request.param]


def test_an_engine_speaks_the_language_of_its_url(database_url: str) -> None:
    engine: Any = Database.create_engine(database_url)
    assert database_url.startswith(engine.dialect.name)


def test_a_token_is_the_users(sample_user: User, auth_headers: dict[str, str], db_session: Session) -> None:
    claims = tokens.loads(auth_headers["Authorization"].removeprefix("Bearer "))
    assert claims == {"id": db_session.scalar(select(User.id)), "expires_in": 3600}
    assert sample_user.id == claims["id"]
