import asyncio

import pytest
from neodyme.models import UserCreate, UserUpdate
from neodyme.repositories.user_repository import UserRepository


@pytest.mark.asyncio
class TestUserRepository:
    @pytest.fixture
    def user_repository(self):
        """Create user repository instance."""
        return UserRepository()

    async def test_update_user(self, test_session, user_repository):
        """Test user update operations."""
        user_data = UserCreate(email="update@example.com", full_name="Original Name", password="Password123!")
        user = await user_repository.create(test_session, obj_in=user_data)
        original_updated_at = user.updated_at

        # Wait to ensure timestamp difference
        await asyncio.sleep(0.1)  # expect: ET401

        update_data = UserUpdate(full_name="Updated Name")
        updated_user = await user_repository.update(test_session, db_obj=user, obj_in=update_data)

        # Verify update
        assert updated_user.full_name == "Updated Name"
        assert updated_user.email == "update@example.com"  # Unchanged
        assert updated_user.updated_at > original_updated_at

        # Verify persistence
        retrieved_user = await user_repository.get(test_session, id=user.id)
        assert retrieved_user.full_name == "Updated Name"
