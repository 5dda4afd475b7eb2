from myapp.search import DatabaseService

query_params = "test"
expected_max = 10


def test_search_with_real_database(test_database_engine):
    """Test with actual database engine matching production."""
    service = DatabaseService(test_database_engine)

    results = service.search(query_params)
    assert len(results) <= expected_max
