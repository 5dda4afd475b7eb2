import asyncio
import time

import pytest
from httpx import AsyncClient
from load import load_client


@pytest.fixture
async def test_client(test_engine):
    async with load_client(test_engine) as client:
        yield client


@pytest.mark.asyncio
class TestPerformance:
    """Test application performance characteristics."""

    async def test_concurrent_user_registration(self, test_client: AsyncClient):
        """Test handling concurrent user registrations."""

        async def register_user(index: int):
            """Register a single user."""
            user_data = {
                "email": f"concurrent{index}@example.com",
                "full_name": f"Concurrent User {index}",
                "password": "ConcurrentPassword123!",
            }

            start_time = time.time()
            response = await test_client.post("/api/v1/auth/register", json=user_data)
            end_time = time.time()

            return {
                "status_code": response.status_code,
                "duration": end_time - start_time,
                "user_id": response.json().get("user", {}).get("id") if response.status_code == 201 else None,
            }

        # Register 50 users concurrently
        tasks = [register_user(i) for i in range(50)]
        results = await asyncio.gather(*tasks)

        # Verify all registrations succeeded
        successful_registrations = [r for r in results if r["status_code"] == 201]
        assert len(successful_registrations) == 50

        # Verify reasonable performance (adjust threshold based on your requirements)
        average_duration = sum(r["duration"] for r in results) / len(results)
        assert average_duration < 1.0

        # Verify no duplicate user IDs
        user_ids = [r["user_id"] for r in successful_registrations]
        assert len(set(user_ids)) == 50  # All unique

    async def test_response_time_consistency(self, test_client: AsyncClient):
        """Test that response times are consistent."""
        durations = []

        for i in range(20):
            user_data = {
                "email": f"timing{i}@example.com",
                "full_name": f"Timing User {i}",
                "password": "TimingPassword123!",
            }

            start_time = time.time()
            response = await test_client.post("/api/v1/auth/register", json=user_data)
            end_time = time.time()

            assert response.status_code == 201
            durations.append(end_time - start_time)

        # Calculate statistics
        average_duration = sum(durations) / len(durations)
        max_duration = max(durations)

        # Verify reasonable performance characteristics
        assert average_duration < 0.5
        assert max_duration < 1.0

        # Verify consistency (max shouldn't be more than 3x average)
        assert max_duration < average_duration * 3
