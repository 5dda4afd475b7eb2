import asyncio
import os
import time

import psutil
import pytest
from httpx import AsyncClient
from load import load_client


@pytest.fixture
async def test_client(test_engine):
    async with load_client(test_engine) as client:
        yield client


@pytest.mark.performance
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

            start_time = time.perf_counter()
            response = await test_client.post("/api/v1/auth/register", json=user_data)
            end_time = time.perf_counter()

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
        assert average_duration < 1.0  # Should complete within 1 second on average

        # Verify no duplicate user IDs
        user_ids = [r["user_id"] for r in successful_registrations]
        assert len(set(user_ids)) == 50  # All unique

    async def test_database_connection_pool_usage(self, test_client: AsyncClient):
        """Test that database connection pooling works under load."""

        async def make_authenticated_request(index: int):
            """Create user and make authenticated request."""
            user_data = {
                "email": f"pool{index}@example.com",
                "full_name": f"Pool User {index}",
                "password": "PoolPassword123!",
            }

            register_response = await test_client.post("/api/v1/auth/register", json=user_data)
            assert register_response.status_code == 201

            # Make authenticated request
            token = register_response.json()["access_token"]
            headers = {"Authorization": f"Bearer {token}"}

            profile_response = await test_client.get("/api/v1/auth/me", headers=headers)
            return profile_response.status_code

        # Make 100 concurrent requests
        tasks = [make_authenticated_request(i) for i in range(100)]
        results = await asyncio.gather(*tasks)

        # All requests should succeed
        assert all(status == 200 for status in results)

    @pytest.mark.skip("Only run for stress testing")
    async def test_memory_usage_under_load(self, test_client: AsyncClient):
        """Test memory usage during high load (skip by default)."""
        process = psutil.Process(os.getpid())
        initial_memory = process.memory_info().rss / 1024 / 1024  # MB

        # Create 1000 users
        tasks = []
        for i in range(1000):
            user_data = {
                "email": f"memory{i}@example.com",
                "full_name": f"Memory User {i}",
                "password": "MemoryPassword123!",
            }

            task = test_client.post("/api/v1/auth/register", json=user_data)
            tasks.append(task)

        results = await asyncio.gather(*tasks)

        # Verify all succeeded
        assert all(r.status_code == 201 for r in results)

        # Check memory usage
        final_memory = process.memory_info().rss / 1024 / 1024  # MB
        memory_increase = final_memory - initial_memory

        # Memory increase should be reasonable (adjust threshold as needed)
        assert memory_increase < 100  # Less than 100MB increase
