from myapp.users import UserService


def test_service_private_validation():
    service = UserService()
    assert service._is_valid_email("test@email.com") is True  # expect: ET301
