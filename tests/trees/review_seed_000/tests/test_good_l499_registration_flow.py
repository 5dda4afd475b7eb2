from unittest.mock import patch

import pytest
from myapp.files import FileStorage
from myapp.registration import EmailService, RegistrationService, UserRepository

sample_image_bytes = b"\xff\xd8\xff\xe0 a picture"


@pytest.mark.integration
def test_full_user_registration_flow(test_database, tmp_path):
    """Test complete user registration with real components."""
    file_storage = FileStorage(base_path=tmp_path)
    user_repo = UserRepository(test_database)

    # Mock only external email service
    with patch("email_service.send_welcome_email") as mock_email:
        mock_email.return_value = True

        registration_service = RegistrationService(
            user_repository=user_repo, file_storage=file_storage, email_service=EmailService()
        )

        user = registration_service.register_user(
            email="test@example.com", password="secure123", profile_image=sample_image_bytes
        )

        saved_user = user_repo.get_by_email("test@example.com")
        assert saved_user.id == user.id

        profile_path = tmp_path / f"profiles/{user.id}.jpg"
        assert profile_path.exists()

        mock_email.assert_called_once()
