import pytest
from httpx import AsyncClient


@pytest.mark.asyncio
class TestUserAPIIntegration:
    @pytest.mark.parametrize(
        "weak_password",
        [
            "123",  # Too short
            "password",  # No uppercase, no numbers, no special chars
            "PASSWORD",  # No lowercase, no numbers, no special chars
            "Password",  # No numbers, no special chars
            "Password123",  # No special chars
        ],
    )
    async def test_password_validation_errors(self, test_client: AsyncClient, weak_password: str):
        """Test password validation in registration."""
        user_data = {"email": "weak@example.com", "full_name": "Weak Password User", "password": weak_password}

        response = await test_client.post("/api/v1/auth/register", json=user_data)
        assert response.status_code == 400

        error_data = response.json()
        assert error_data["error"]["code"] == "WEAK_PASSWORD"
        assert "requirements not met" in error_data["error"]["message"]
