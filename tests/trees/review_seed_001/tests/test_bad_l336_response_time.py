import time


def test_response_time(client):  # expect: ET107
    start = time.perf_counter()
    response = client.get("/api/items")
    elapsed = time.perf_counter() - start

    assert response.status_code == 200
    assert elapsed < 0.5  # 500ms threshold  # expect: ET406
