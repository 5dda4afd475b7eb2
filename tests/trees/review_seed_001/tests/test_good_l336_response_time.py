import time

import pytest


@pytest.mark.performance
def test_response_time(client):
    start = time.perf_counter()
    response = client.get("/api/items")
    elapsed = time.perf_counter() - start

    assert response.json()["total"] == 0
    assert elapsed < 0.5  # 500ms threshold
