from unittest.mock import patch

from myapp.services import UserService


class TestPatchObject:
    def test_patch_instance_method(self) -> None:  # expect[preview]: ET204
        """Patch a method on a specific class."""
        with patch.object(UserService, "validate_email", return_value=True) as mock_validate:  # expect: ET202
            service = UserService()
            service.register_user(name="Alice", email="test@test.com")
            mock_validate.assert_called_once_with("test@test.com")
