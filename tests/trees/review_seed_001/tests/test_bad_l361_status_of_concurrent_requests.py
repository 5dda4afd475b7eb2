import asyncio

import httpx
import pytest
from app.main import app


@pytest.mark.anyio
async def test_concurrent_requests():  # expect: ET107
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        tasks = [client.get("/api/items") for _ in range(100)]
        responses = await asyncio.gather(*tasks)

        assert all(r.status_code == 200 for r in responses)
