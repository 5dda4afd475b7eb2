from typing import Any

from myapp.services import UserService


class TestUserCreation:
    def test_user_creation_good(self, db_session: Any) -> None:
        service = UserService(session=db_session)
        user = service.create_user("Alice", "alice@example.com")
        assert user.name == "Alice"
        retrieved = service.get_user_by_email("alice@example.com")
        assert retrieved is not None
