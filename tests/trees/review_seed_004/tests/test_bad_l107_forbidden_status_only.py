async def test_pending_jobs_are_listed(client):  # expect: ET107
    response = await client.get("/jobs?status=pending")
    assert response.status_code == 200
