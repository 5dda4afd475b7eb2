from unittest.mock import patch

from myapp.users import User, UserService


@patch.object(UserService, "create_user")  # expect: ET201
def test_user_creation(mock_create):
    mock_create.return_value = User(id=1)
    result = UserService().create_user("test@email.com")
    assert result.id == 1  # expect: ET103
