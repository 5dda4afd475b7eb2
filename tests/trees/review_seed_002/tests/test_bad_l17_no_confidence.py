import pytest
from httpx import ASGITransport, AsyncClient
from neodyme.legacy import UserRepository, UserService
from neodyme.main import app


@pytest.fixture
async def client():
    async with AsyncClient(transport=ASGITransport(app=app), base_url="http://test") as client:
        yield client


class TestUserRepository:
    def test_create_user(self):  # expect: ET108
        """Test user creation."""
        user_data = {"email": "test@example.com", "name": "Test User"}
        user = UserRepository.create(user_data)
        assert user.email == "test@example.com"
        # This test tells us nothing about whether users are actually stored!


class TestUserService:
    def test_register_user(self):  # expect: ET106
        """Test user registration."""
        service = UserService()
        result = service.register_user("email@test.com", "password", "Name")
        assert result is not None
        # Doesn't test email sending, password hashing, database storage, or error handling!


class TestUserEndpoint:
    async def test_create_user_endpoint(self, client):  # expect: ET107
        """Test user creation endpoint."""
        response = await client.post("/users", json={"email": "test@test.com"})
        assert response.status_code == 200
        # Doesn't verify the user was actually created or that the response is correct!
