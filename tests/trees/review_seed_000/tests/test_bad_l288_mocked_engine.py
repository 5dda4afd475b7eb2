from unittest.mock import patch


@patch("sqlalchemy.engine.Engine")  # expect: ET203
def test_search_with_mock_db(mock_engine):  # expect: ET101
    mock_result = [("id1", 0.95), ("id2", 0.87)]
    mock_engine.execute.return_value = mock_result
    # This misses SQL syntax errors, parameter binding issues, etc.
