from unittest.mock import MagicMock, patch

from myapp.models import User
from myapp.services import UserService


class TestUserCreation:
    @patch("myapp.services.UserService.create_user")  # expect: ET201
    def test_create_user(self, mock_create: MagicMock) -> None:
        mock_create.return_value = User(name="Alice")
        result = UserService().create_user("Alice", "alice@example.com")
        assert result.name == "Alice"  # expect: ET103
