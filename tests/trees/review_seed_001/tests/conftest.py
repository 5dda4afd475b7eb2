import pytest
from app.database import get_session
from app.main import app
from fastapi.testclient import TestClient
from sqlmodel import Session, SQLModel, create_engine
from sqlmodel.pool import StaticPool


def pytest_configure(config):
    config.addinivalue_line("markers", "unit: unit tests")
    config.addinivalue_line("markers", "integration: integration tests")
    config.addinivalue_line("markers", "e2e: end-to-end tests")
    config.addinivalue_line("markers", "slow: slow tests")


@pytest.fixture(scope="session")
def engine():
    engine = create_engine("sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def create_tables(engine):
    SQLModel.metadata.create_all(engine)


@pytest.fixture
def session(engine):
    with Session(engine) as session:
        yield session
        session.rollback()


@pytest.fixture(autouse=True)
def reset_db(session):
    yield
    session.rollback()
    for table in reversed(SQLModel.metadata.sorted_tables):
        session.execute(table.delete())
    session.commit()


@pytest.fixture
def client(session):
    def get_session_override():
        return session

    before = dict(app.dependency_overrides)
    app.dependency_overrides[get_session] = get_session_override
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
    app.dependency_overrides = before


@pytest.fixture
def user_client(client):
    client.headers["Authorization"] = "Bearer user"
    return client


@pytest.fixture
def anyio_backend():
    return "asyncio"
