from typing import Any

import httpx


class Response:
    def __init__(self, status: int, body: bytes) -> None:
        self.status = status
        self.body = body

    async def json(self) -> Any:
        return httpx.Response(self.status, content=self.body).json()


class AsyncHTTPClient:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    async def fetch_json(self, path: str, retries: int = 1) -> Any:
        response = await self._request(path)
        for _ in range(retries - 1):
            if response.status < 500:
                break
            response = await self._request(path)
        return await response.json()

    async def _request(self, path: str) -> Response:
        async with httpx.AsyncClient(base_url=self.base_url) as client:
            answer = await client.get(path)
            return Response(answer.status_code, answer.content)
