from datetime import datetime

import pytest
from neodyme.core.exceptions import EmailAlreadyExistsError
from neodyme.models import UserCreate, UserUpdate
from neodyme.repositories.user_repository import UserRepository


@pytest.mark.asyncio
class TestUserRepository:
    """Test user repository with real database operations."""

    @pytest.fixture
    def user_repository(self):
        """Create user repository instance."""
        return UserRepository()

    async def test_create_user_success(self, test_session, user_repository):
        """Test successful user creation with database persistence."""
        user_data = UserCreate(email="test@example.com", full_name="Test User", password="SecurePassword123!")

        user = await user_repository.create(test_session, obj_in=user_data)

        # Verify user was created with correct data
        assert user.id is not None
        assert user.email == "test@example.com"
        assert user.full_name == "Test User"
        assert user.hashed_password != "SecurePassword123!"  # Password should be hashed
        assert user.hashed_password.startswith("$2b$")  # Bcrypt format
        assert user.is_active is True
        assert isinstance(user.created_at, datetime)
        assert isinstance(user.updated_at, datetime)

        # Verify user exists in database
        retrieved_user = await user_repository.get(test_session, id=user.id)
        assert retrieved_user is not None
        assert retrieved_user.email == user.email

    async def test_create_user_duplicate_email(self, test_session, user_repository):
        """Test that duplicate email creation raises appropriate error."""
        user_data = UserCreate(email="duplicate@example.com", full_name="First User", password="Password123!")

        await user_repository.create(test_session, obj_in=user_data)
        await test_session.commit()

        duplicate_data = UserCreate(email="duplicate@example.com", full_name="Second User", password="Different123!")

        with pytest.raises(EmailAlreadyExistsError) as exc_info:
            await user_repository.create(test_session, obj_in=duplicate_data)

        error = exc_info.value
        assert "duplicate@example.com" in error.message
        assert error.context["email"] == "duplicate@example.com"

    async def test_get_by_email(self, test_session, user_repository):
        """Test retrieving user by email."""
        user_data = UserCreate(email="lookup@example.com", full_name="Lookup User", password="Password123!")
        created_user = await user_repository.create(test_session, obj_in=user_data)
        await test_session.commit()

        # Test successful lookup
        found_user = await user_repository.get_by_email(test_session, email="lookup@example.com")
        assert found_user is not None
        assert found_user.id == created_user.id
        assert found_user.email == "lookup@example.com"

        # Test lookup with non-existent email
        not_found = await user_repository.get_by_email(test_session, email="nonexistent@example.com")
        assert not_found is None

    async def test_update_user(self, test_session, user_repository):
        """Test user update operations. (X19: without the seed's sleep; the application's clock moves by itself.)"""
        user_data = UserCreate(email="update@example.com", full_name="Original Name", password="Password123!")
        user = await user_repository.create(test_session, obj_in=user_data)
        original_updated_at = user.updated_at

        update_data = UserUpdate(full_name="Updated Name")
        updated_user = await user_repository.update(test_session, db_obj=user, obj_in=update_data)

        # Verify update
        assert updated_user.full_name == "Updated Name"
        assert updated_user.email == "update@example.com"  # Unchanged
        assert updated_user.updated_at > original_updated_at

        # Verify persistence
        retrieved_user = await user_repository.get(test_session, id=user.id)
        assert retrieved_user.full_name == "Updated Name"

    async def test_delete_user(self, test_session, user_repository):
        """Test user deletion."""
        user_data = UserCreate(email="delete@example.com", full_name="Delete User", password="Password123!")
        user = await user_repository.create(test_session, obj_in=user_data)
        user_id = user.id
        await test_session.commit()

        # Verify user exists
        assert await user_repository.get(test_session, id=user_id) is not None

        # Delete user
        deleted_user = await user_repository.delete(test_session, id=user_id)
        assert deleted_user.id == user_id

        # Verify user no longer exists
        assert await user_repository.get(test_session, id=user_id) is None

    async def test_password_verification(self, test_session, user_repository):
        """Test password hashing and verification."""
        password = "TestPassword123!"
        user_data = UserCreate(email="password@example.com", full_name="Password User", password=password)

        user = await user_repository.create(test_session, obj_in=user_data)

        # Verify password is hashed
        assert user.hashed_password != password

        # Verify password verification works
        assert user_repository.verify_password(password, user.hashed_password)
        assert not user_repository.verify_password("wrong_password", user.hashed_password)
