from unittest.mock import patch

from myapp.store import DataStore

mock_results = [(1,)]
data = {"id": 1, "name": "test"}


@patch("database.DatabaseConnection")  # expect: ET202
def test_data_store_save(mock_db):  # expect[preview]: ET204
    mock_db.execute.return_value = mock_results
    store = DataStore(mock_db)

    store.save(data)
    assert mock_db.execute.call_count == 1
