import pytest
from httpx import AsyncClient


@pytest.mark.asyncio
class TestUserAPIIntegration:
    async def test_password_validation_errors(self, test_client: AsyncClient):
        """Test password validation in registration."""
        weak_passwords = [
            "123",  # Too short
            "password",  # No uppercase, no numbers, no special chars
            "PASSWORD",  # No lowercase, no numbers, no special chars
            "Password",  # No numbers, no special chars
            "Password123",  # No special chars
        ]

        for weak_password in weak_passwords:  # expect: ET602
            user_data = {
                "email": f"weak{weak_password}@example.com",
                "full_name": "Weak Password User",
                "password": weak_password,
            }

            response = await test_client.post("/api/v1/auth/register", json=user_data)
            assert response.status_code == 400

            error_data = response.json()
            assert error_data["error"]["code"] == "WEAK_PASSWORD"
            assert "requirements not met" in error_data["error"]["message"]
