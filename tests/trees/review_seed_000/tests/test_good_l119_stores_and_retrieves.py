import pytest
from myapp.users import UserService


@pytest.fixture
def user_service(test_database):
    """Real service with real database."""
    return UserService(database=test_database)


def test_user_creation_stores_and_retrieves(user_service):
    """Test the actual contract: create -> retrieve works."""
    created_user = user_service.create_user("test@email.com")

    assert created_user.id is not None
    assert created_user.email == "test@email.com"

    retrieved_user = user_service.get_user(created_user.id)
    assert retrieved_user.email == "test@email.com"
