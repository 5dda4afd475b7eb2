from typing import Any

import jwt
import pytest


class UserData:
    """Factory for creating consistent test data."""

    @staticmethod
    def user_data(email: str | None = None, **overrides) -> dict[str, Any]:
        """Create valid user data for testing."""
        data = {"email": email or "test@example.com", "full_name": "Test User", "password": "SecureTestPassword123!"}
        data.update(overrides)
        return data


class Assertions:
    """Custom assertions for common test patterns."""

    @staticmethod
    def assert_valid_jwt_token(token: str) -> dict[str, Any]:
        """Assert that a string is a valid JWT token and return payload."""
        # Decode without verification to check structure
        payload = jwt.decode(token, options={"verify_signature": False})

        # Verify required fields
        assert "sub" in payload, "JWT token missing 'sub' (subject) field"
        assert "exp" in payload, "JWT token missing 'exp' (expiration) field"
        assert "iat" in payload, "JWT token missing 'iat' (issued at) field"
        assert "type" in payload, "JWT token missing 'type' field"

        return payload

    @staticmethod
    def assert_valid_user_response(user_data: dict[str, Any], expected_email: str | None = None):
        """Assert that user response data has correct structure."""
        required_fields = ["id", "email", "full_name", "is_active", "created_at", "updated_at"]

        for field in required_fields:
            assert field in user_data, f"User response missing required field: {field}"

        if expected_email:
            assert user_data["email"] == expected_email

        # Verify sensitive data is not included
        sensitive_fields = ["password", "hashed_password"]
        for field in sensitive_fields:
            assert field not in user_data, f"User response includes sensitive field: {field}"

    @staticmethod
    def assert_error_response(response_data: dict[str, Any], expected_code: str | None = None):
        """Assert that error response has correct structure."""
        assert "error" in response_data, "Error response missing 'error' field"

        error = response_data["error"]
        assert "code" in error, "Error missing 'code' field"
        assert "message" in error, "Error missing 'message' field"

        if expected_code:
            assert error["code"] == expected_code, f"Expected error code {expected_code}, got {error['code']}"


@pytest.mark.asyncio
async def test_complete_user_journey(test_client):
    """Test a complete user journey from registration to profile management."""

    # Registration
    user_data = UserData.user_data("journey@example.com")
    register_response = await test_client.post("/api/v1/auth/register", json=user_data)

    assert register_response.status_code == 201
    register_data = register_response.json()

    # Verify registration response
    Assertions.assert_valid_jwt_token(register_data["access_token"])
    Assertions.assert_valid_user_response(register_data["user"], "journey@example.com")

    # Login
    login_data = {"email": "journey@example.com", "password": "SecureTestPassword123!"}

    login_response = await test_client.post("/api/v1/auth/login", json=login_data)
    assert login_response.status_code == 200

    login_response_data = login_response.json()
    Assertions.assert_valid_jwt_token(login_response_data["access_token"])

    # Profile access
    headers = {"Authorization": f"Bearer {login_response_data['access_token']}"}
    profile_response = await test_client.get("/api/v1/auth/me", headers=headers)

    assert profile_response.status_code == 200
    Assertions.assert_valid_user_response(profile_response.json(), "journey@example.com")


@pytest.mark.asyncio
async def test_a_weak_password_is_refused(test_client):
    weak = UserData.user_data(password="weak")
    response = await test_client.post("/api/v1/auth/register", json=weak)
    Assertions.assert_error_response(response.json(), "WEAK_PASSWORD")
