import pytest
from database import DatabaseConnection
from myapp.users import UserService


def test_api_handles_database_connection_failure():
    """Test what happens when database is unavailable."""
    bad_db = DatabaseConnection(host="nonexistent-host")
    user_service = UserService(database=bad_db)
    with pytest.raises(ConnectionError):
        user_service.get_user(123)
