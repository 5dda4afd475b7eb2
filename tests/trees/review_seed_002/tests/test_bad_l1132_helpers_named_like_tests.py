from typing import Any

import jwt
import pytest


# Test data factories for consistent test data
class TestDataFactory:  # expect: ET711
    """Factory for creating consistent test data."""

    @staticmethod
    def user_data(email: str | None = None, **overrides) -> dict[str, Any]:
        """Create valid user data for testing."""
        data = {"email": email or "test@example.com", "full_name": "Test User", "password": "SecureTestPassword123!"}
        data.update(overrides)
        return data

    @staticmethod
    def weak_password_data(email: str | None = None) -> dict[str, Any]:
        """Create user data with weak password for testing validation."""
        return TestDataFactory.user_data(email=email, password="weak")


# Custom assertions for common test patterns
class TestAssertions:  # expect: ET711
    """Custom assertions for common test patterns."""

    @staticmethod
    def assert_valid_jwt_token(token: str) -> dict[str, Any]:
        """Assert that a string is a valid JWT token and return payload."""
        # Decode without verification to check structure
        payload = jwt.decode(token, options={"verify_signature": False})

        # Verify required fields
        assert "sub" in payload, "JWT token missing 'sub' (subject) field"
        assert "exp" in payload, "JWT token missing 'exp' (expiration) field"

        return payload


@pytest.mark.asyncio
async def test_registration_gives_a_token(test_client):
    response = await test_client.post("/api/v1/auth/register", json=TestDataFactory.user_data("j@example.com"))
    TestAssertions.assert_valid_jwt_token(response.json()["access_token"])
