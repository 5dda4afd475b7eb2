from datetime import UTC, datetime
from unittest.mock import AsyncMock, Mock

import pytest
from neodyme.core.exceptions import EmailAlreadyExistsError, SecurityError
from neodyme.core.security import password_manager
from neodyme.models import User, UserCreate
from neodyme.services.analytics_service import MockAnalyticsService
from neodyme.services.email_service import MockEmailService
from neodyme.services.user_service import UserService


@pytest.mark.asyncio
class TestUserService:
    """Test user service business logic."""

    @pytest.fixture
    def mock_user_repository(self):
        """Create mock user repository."""
        return AsyncMock()  # expect: ET202

    @pytest.fixture
    def email_service(self):
        """Create mock email service that tracks calls."""
        return MockEmailService()

    @pytest.fixture
    def analytics_service(self):
        """Create mock analytics service that tracks calls."""
        return MockAnalyticsService()

    @pytest.fixture
    def user_service(self, mock_user_repository, email_service, analytics_service):
        """Create user service with mocked dependencies."""
        return UserService(
            user_repository=mock_user_repository, email_service=email_service, analytics_service=analytics_service
        )

    async def test_register_user_success(
        self, user_service, mock_user_repository, email_service, analytics_service, test_session
    ):
        """Test successful user registration workflow."""
        user_data = UserCreate(email="test@example.com", full_name="Test User", password="SecurePassword123!")

        # Mock repository responses
        mock_user_repository.get_by_email.return_value = None  # No existing user
        created_user = User(
            id=1,
            email="test@example.com",
            full_name="Test User",
            hashed_password="$2b$12$hashedpassword",
            is_active=True,
            created_at=datetime.now(UTC),
            updated_at=datetime.now(UTC),
        )
        mock_user_repository.create.return_value = created_user

        result = await user_service.register_user(test_session, user_data, "192.168.1.1")

        # Verify result
        assert result.email == "test@example.com"
        assert result.full_name == "Test User"

        # Verify repository interactions
        mock_user_repository.get_by_email.assert_called_once_with(test_session, email="test@example.com")
        mock_user_repository.create.assert_called_once()

        # Verify side effects
        assert len(email_service.sent_emails) == 1
        welcome_email = email_service.sent_emails[0]
        assert welcome_email["type"] == "welcome"
        assert welcome_email["to"] == "test@example.com"
        assert welcome_email["user_name"] == "Test User"

        assert len(analytics_service.tracked_events) == 1
        registration_event = analytics_service.tracked_events[0]
        assert registration_event["event_type"] == "user_registration"
        assert registration_event["user_id"] == 1
        assert registration_event["user_email"] == "test@example.com"

    async def test_register_user_duplicate_email(self, user_service, mock_user_repository, test_session):
        """Test registration with existing email."""
        user_data = UserCreate(email="existing@example.com", full_name="New User", password="Password123!")

        # Mock existing user
        existing_user = User(
            id=999,
            email="existing@example.com",
            full_name="Existing User",
            hashed_password="$2b$12$existinghash",
            is_active=True,
            created_at=datetime.now(UTC),
            updated_at=datetime.now(UTC),
        )
        mock_user_repository.get_by_email.return_value = existing_user

        # Execute and verify exception
        with pytest.raises(EmailAlreadyExistsError) as exc_info:
            await user_service.register_user(test_session, user_data, "192.168.1.1")

        # Verify error details
        error = exc_info.value
        assert "existing@example.com" in error.message
        assert error.context["email"] == "existing@example.com"
        assert error.context["attempted_registration_ip"] == "192.168.1.1"

        # Verify no user creation attempted
        mock_user_repository.create.assert_not_called()

    async def test_register_user_email_failure_continues(
        self, user_service, mock_user_repository, email_service, analytics_service, test_session
    ):
        """Test that email failures don't prevent user registration."""
        user_data = UserCreate(email="test@example.com", full_name="Test User", password="Password123!")

        # Mock successful user creation
        mock_user_repository.get_by_email.return_value = None
        created_user = User(
            id=1,
            email="test@example.com",
            full_name="Test User",
            hashed_password="$2b$12$hash",
            is_active=True,
            created_at=datetime.now(UTC),
            updated_at=datetime.now(UTC),
        )
        mock_user_repository.create.return_value = created_user

        # Make email service fail
        email_service.send_welcome_email = AsyncMock(side_effect=Exception("SMTP Error"))

        # Execute - should not raise exception
        result = await user_service.register_user(test_session, user_data, "192.168.1.1")

        # Verify registration succeeded despite email failure
        assert result.email == "test@example.com"

        # Verify email was attempted
        email_service.send_welcome_email.assert_called_once_with(created_user)

        # Verify analytics still worked
        assert len(analytics_service.tracked_events) == 1

    async def test_authenticate_user_success(self, user_service, mock_user_repository, test_session):
        """Test successful user authentication."""
        email = "auth@example.com"
        password = "Password123!"

        # Mock user with correct password hash
        hashed_password = password_manager.hash_password(password)

        user = User(
            id=1,
            email=email,
            full_name="Auth User",
            hashed_password=hashed_password,
            is_active=True,
            created_at=datetime.now(UTC),
            updated_at=datetime.now(UTC),
        )
        mock_user_repository.get_by_email.return_value = user

        # Mock request for rate limiting
        mock_request = Mock()
        mock_request.client.host = "192.168.1.1"

        result = await user_service.authenticate_user(test_session, email, password, mock_request)

        # Verify result
        assert "access_token" in result
        assert "refresh_token" in result
        assert result["user"].email == email

        # Verify repository interactions
        mock_user_repository.get_by_email.assert_called_once_with(test_session, email=email)

    async def test_authenticate_user_wrong_password(self, user_service, mock_user_repository, test_session):
        """Test authentication with wrong password."""
        email = "wrong@example.com"
        correct_password = "CorrectPassword123!"
        wrong_password = "WrongPassword123!"

        # Mock user with correct password hash
        hashed_password = password_manager.hash_password(correct_password)

        user = User(
            id=1,
            email=email,
            full_name="User",
            hashed_password=hashed_password,
            is_active=True,
            created_at=datetime.now(UTC),
            updated_at=datetime.now(UTC),
        )
        mock_user_repository.get_by_email.return_value = user

        # Mock request
        mock_request = Mock()
        mock_request.client.host = "192.168.1.1"

        # Execute and verify exception
        with pytest.raises(SecurityError) as exc_info:
            await user_service.authenticate_user(test_session, email, wrong_password, mock_request)

        # Verify error details
        error = exc_info.value
        assert error.error_code.value == "INVALID_CREDENTIALS"
        assert "Invalid email or password" in error.user_message
        assert error.context["user_id"] == 1
        assert error.context["reason"] == "invalid_password"
