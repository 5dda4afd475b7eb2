from typing import Any
from unittest.mock import patch

from myapp.services import UserService


class TestUserCreation:
    def test_create_user(self, db_session: Any) -> None:
        with patch("myapp.services.email_client") as mock_email:  # expect: ET210
            service = UserService(session=db_session)
            user = service.create_user("Alice", "alice@example.com")
            assert user.name == "Alice"
            mock_email.send.assert_called_once()
