import pytest
from app.jobs import submit_job


@pytest.mark.parametrize(("status", "is_listed"), [("pending", True), ("running", False)])
async def test_job_filter(client, status, is_listed):
    submitted = await submit_job(task="build")
    resp = await client.get(f"/jobs?status={status}")
    assert resp.status_code == 200
    assert (submitted.id in [job["id"] for job in resp.json()]) is is_listed


@pytest.mark.parametrize("status", ["invalid_status", ""])
async def test_an_unknown_status_is_refused(client, status):
    resp = await client.get(f"/jobs?status={status}")
    assert resp.status_code == 422
    assert resp.json()["detail"][0]["loc"] == ["query", "status"]
