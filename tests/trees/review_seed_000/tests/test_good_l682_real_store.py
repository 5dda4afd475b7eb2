import pytest
from database import DatabaseConnection
from myapp.store import DataStore


@pytest.fixture
def test_db(test_database_url):
    connection = DatabaseConnection(url=test_database_url)
    connection.execute("CREATE TABLE records (id integer PRIMARY KEY, body text)")
    yield connection
    connection.execute("DROP TABLE records")
    connection.close()


def test_data_store_with_real_database(test_db):
    """Test with REAL database engine matching production."""
    store = DataStore(test_db)

    result = store.save({"id": 1, "name": "test"})

    assert result.success is True
    retrieved = store.get(1)
    assert retrieved["name"] == "test"
