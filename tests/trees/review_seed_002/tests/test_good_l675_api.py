import jwt
import pytest
from httpx import AsyncClient


@pytest.mark.asyncio
class TestUserAPIIntegration:
    """Test complete user API workflows."""

    async def test_user_registration_complete_workflow(self, test_client: AsyncClient):
        """Test complete user registration from API to database."""
        user_data = {
            "email": "integration@example.com",
            "full_name": "Integration User",
            "password": "SecurePassword123!",
        }

        response = await test_client.post("/api/v1/auth/register", json=user_data)

        # Verify response
        assert response.status_code == 201
        data = response.json()

        assert "access_token" in data
        assert "refresh_token" in data
        assert data["token_type"] == "bearer"
        assert data["user"]["email"] == "integration@example.com"
        assert data["user"]["full_name"] == "Integration User"
        assert "id" in data["user"]

        # Verify JWT token structure
        payload = jwt.decode(data["access_token"], options={"verify_signature": False})
        assert payload["sub"] == str(data["user"]["id"])
        assert payload["type"] == "access"
        assert "permissions" in payload

        # Verify side effects
        assert len(test_client.email_service.sent_emails) == 1
        email = test_client.email_service.sent_emails[0]
        assert email["type"] == "welcome"
        assert email["to"] == "integration@example.com"

        assert len(test_client.analytics_service.tracked_events) == 1
        event = test_client.analytics_service.tracked_events[0]
        assert event["event_type"] == "user_registration"

    async def test_user_login_workflow(self, test_client: AsyncClient):
        """Test user login after registration."""
        user_data = {"email": "login@example.com", "full_name": "Login User", "password": "LoginPassword123!"}

        register_response = await test_client.post("/api/v1/auth/register", json=user_data)
        assert register_response.status_code == 201

        # Clear tracked side effects
        test_client.email_service.sent_emails.clear()
        test_client.analytics_service.tracked_events.clear()

        # Now login
        credentials = {"email": "login@example.com", "password": "LoginPassword123!"}

        login_response = await test_client.post("/api/v1/auth/login", json=credentials)

        # Verify login response
        assert login_response.status_code == 200
        login_data = login_response.json()

        assert "access_token" in login_data
        assert "refresh_token" in login_data
        assert login_data["user"]["email"] == "login@example.com"

        # Verify login analytics tracking
        assert len(test_client.analytics_service.tracked_events) == 1
        event = test_client.analytics_service.tracked_events[0]
        assert event["event_type"] == "user_login"

    async def test_protected_endpoint_access(self, test_client: AsyncClient):
        """Test accessing protected endpoints with authentication."""
        registration = {
            "email": "protected@example.com",
            "full_name": "Protected User",
            "password": "ProtectedPassword123!",
        }

        register_response = await test_client.post("/api/v1/auth/register", json=registration)
        token_data = register_response.json()
        access_token = token_data["access_token"]
        user_id = token_data["user"]["id"]

        # Access user profile with token
        headers = {"Authorization": f"Bearer {access_token}"}
        profile_response = await test_client.get("/api/v1/auth/me", headers=headers)

        assert profile_response.status_code == 200
        profile_data = profile_response.json()
        assert profile_data["email"] == "protected@example.com"
        assert profile_data["id"] == user_id

        # Access specific user endpoint
        user_response = await test_client.get(f"/api/v1/users/{user_id}", headers=headers)

        assert user_response.status_code == 200
        user_data = user_response.json()
        assert user_data["email"] == "protected@example.com"

    async def test_duplicate_registration_error(self, test_client: AsyncClient):
        """Test that duplicate email registration is properly handled."""
        user_data = {"email": "duplicate@example.com", "full_name": "First User", "password": "Password123!"}

        # First registration should succeed
        response1 = await test_client.post("/api/v1/auth/register", json=user_data)
        assert response1.status_code == 201

        # Second registration with same email should fail
        duplicate_data = {
            "email": "duplicate@example.com",
            "full_name": "Second User",
            "password": "DifferentPassword123!",
        }

        response2 = await test_client.post("/api/v1/auth/register", json=duplicate_data)
        assert response2.status_code == 409  # Conflict

        error_data = response2.json()
        assert error_data["error"]["code"] == "EMAIL_ALREADY_EXISTS"
        assert "already exists" in error_data["error"]["message"]

    async def test_token_refresh_workflow(self, test_client: AsyncClient):
        """Test JWT token refresh functionality."""
        user_data = {"email": "refresh@example.com", "full_name": "Refresh User", "password": "RefreshPassword123!"}

        register_response = await test_client.post("/api/v1/auth/register", json=user_data)
        token_data = register_response.json()
        refresh_token = token_data["refresh_token"]

        # Use refresh token to get new access token
        refresh_data = {"refresh_token": refresh_token}
        refresh_response = await test_client.post("/api/v1/auth/refresh", json=refresh_data)

        assert refresh_response.status_code == 200
        new_token_data = refresh_response.json()
        assert "access_token" in new_token_data
        assert new_token_data["token_type"] == "bearer"

        # Verify new token works
        headers = {"Authorization": f"Bearer {new_token_data['access_token']}"}
        profile_response = await test_client.get("/api/v1/auth/me", headers=headers)
        assert profile_response.status_code == 200
