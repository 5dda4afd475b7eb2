import pytest


@pytest.mark.parametrize(
    "status,expected_code",
    [
        ("pending", 200),
        ("running", 200),
        ("invalid_status", 422),
        ("", 422),
    ],
)
async def test_job_filter(client, status, expected_code):  # expect: ET107
    resp = await client.get(f"/jobs?status={status}")
    assert resp.status_code == expected_code
