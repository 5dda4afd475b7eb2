import pytest
from sqlmodel import create_engine, text


@pytest.fixture(scope="session")
def worker_database_url(worker_id, tmp_path_factory):
    """Unique database per worker for parallel execution."""
    return f"sqlite:///{tmp_path_factory.mktemp('database')}/test_{worker_id}.db"


def test_a_worker_has_a_database_of_its_own(worker_database_url, worker_id):
    engine = create_engine(worker_database_url)
    with engine.connect() as connection:
        file = connection.execute(text("PRAGMA database_list")).one().file
    engine.dispose()
    assert file.endswith(f"test_{worker_id}.db")
