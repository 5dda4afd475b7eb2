import pytest
from sqlalchemy import create_engine, text


@pytest.fixture
def engine():
    engine = create_engine("sqlite://")  # expect: ET501
    yield engine
    engine.dispose()


def test_users_are_counted(engine):
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE users (email text)"))
        connection.execute(text("INSERT INTO users VALUES ('a@example.com')"))
        assert connection.execute(text("SELECT count(*) FROM users")).scalar_one() == 1
