from unittest.mock import AsyncMock, Mock

import pytest
from neodyme.core.exceptions import EmailAlreadyExistsError, SecurityError
from neodyme.models import UserCreate
from neodyme.repositories.user_repository import UserRepository
from neodyme.services.analytics_service import MockAnalyticsService
from neodyme.services.email_service import MockEmailService
from neodyme.services.user_service import UserService


@pytest.mark.asyncio
class TestUserService:
    """The same business rules, with the project's own repository."""

    @pytest.fixture
    def email_service(self):
        """Create mock email service that tracks calls."""
        return MockEmailService()

    @pytest.fixture
    def analytics_service(self):
        """Create mock analytics service that tracks calls."""
        return MockAnalyticsService()

    @pytest.fixture
    def user_service(self, email_service, analytics_service):
        """The service and what it stores with are real; mail and analytics are the providers'."""
        return UserService(
            user_repository=UserRepository(), email_service=email_service, analytics_service=analytics_service
        )

    async def test_register_user_success(self, user_service, email_service, analytics_service, test_session):
        """Test successful user registration workflow."""
        user_data = UserCreate(email="test@example.com", full_name="Test User", password="SecurePassword123!")

        result = await user_service.register_user(test_session, user_data, "192.168.1.1")

        stored = await UserRepository().get_by_email(test_session, email="test@example.com")
        assert stored.id == result.id

        assert email_service.sent_emails == [{"type": "welcome", "to": "test@example.com", "user_name": "Test User"}]
        assert len(analytics_service.tracked_events) == 1
        registration_event = analytics_service.tracked_events[0]
        assert registration_event["event_type"] == "user_registration"
        assert registration_event["user_id"] == result.id

    async def test_register_user_duplicate_email(self, user_service, test_session):
        """Test registration with existing email."""
        user_data = UserCreate(email="existing@example.com", full_name="New User", password="Password123!")
        await user_service.register_user(test_session, user_data, "192.168.1.1")

        with pytest.raises(EmailAlreadyExistsError) as exc_info:
            await user_service.register_user(test_session, user_data, "192.168.1.1")

        error = exc_info.value
        assert "existing@example.com" in error.message
        assert error.context["attempted_registration_ip"] == "192.168.1.1"

    async def test_register_user_email_failure_continues(
        self, user_service, email_service, analytics_service, test_session
    ):
        """Test that email failures don't prevent user registration."""
        user_data = UserCreate(email="test@example.com", full_name="Test User", password="Password123!")
        email_service.send_welcome_email = AsyncMock(side_effect=Exception("SMTP Error"))

        result = await user_service.register_user(test_session, user_data, "192.168.1.1")

        assert result.email == "test@example.com"
        email_service.send_welcome_email.assert_called_once_with(result)
        assert len(analytics_service.tracked_events) == 1

    async def test_authenticate_user_wrong_password(self, user_service, test_session):
        """Test authentication with wrong password."""
        user_data = UserCreate(email="wrong@example.com", full_name="User", password="CorrectPassword123!")
        user = await user_service.register_user(test_session, user_data, "192.168.1.1")
        mock_request = Mock()
        mock_request.client.host = "192.168.1.1"

        with pytest.raises(SecurityError) as exc_info:
            await user_service.authenticate_user(test_session, user.email, "WrongPassword123!", mock_request)

        error = exc_info.value
        assert error.error_code.value == "INVALID_CREDENTIALS"
        assert "Invalid email or password" in error.user_message
        assert error.context["user_id"] == user.id
        assert error.context["reason"] == "invalid_password"
