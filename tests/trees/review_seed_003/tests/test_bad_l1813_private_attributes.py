from myapp.services import UserService


class TestUserCreation:
    def test_user_creation_bad(self) -> None:
        service = UserService()
        service.create_user("Alice", "alice@example.com")
        assert service._cache["alice@example.com"] is not None  # expect: ET302
        assert service._validator._regex_compiled is True  # expect: ET302
