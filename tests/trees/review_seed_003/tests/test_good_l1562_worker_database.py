from __future__ import annotations

import os

import pytest


@pytest.fixture(scope="session")
def worker_database_url(worker_id: str) -> str:
    """Generate a unique database URL per xdist worker."""
    base_url = os.environ.get("TEST_SERVER_URL", "postgresql://test:test@localhost:5432")
    if worker_id == "master":
        return f"{base_url}/myapp_test"
    return f"{base_url}/myapp_test_{worker_id}"


def test_each_worker_has_its_own_database(worker_database_url: str, worker_id: str) -> None:
    name = worker_database_url.rpartition("/")[2]
    assert name == ("myapp_test" if worker_id == "master" else f"myapp_test_{worker_id}")
