from __future__ import annotations

from unittest.mock import AsyncMock, patch

from myapp.services.async_http import AsyncHTTPClient


class TestAsyncHTTPClient:
    """Test async HTTP client operations."""

    async def test_fetch_json(self) -> None:
        mock_response = AsyncMock()
        mock_response.status = 200
        mock_response.json = AsyncMock(return_value={"data": [1, 2, 3]})

        with patch.object(AsyncHTTPClient, "_request", return_value=mock_response):  # expect: ET303
            client = AsyncHTTPClient(base_url="https://api.example.com")
            result = await client.fetch_json("/data")

            assert result == {"data": [1, 2, 3]}

    async def test_retry_on_server_error(self) -> None:
        """Verify async retry logic on 5xx errors."""
        responses = [
            AsyncMock(status=503),
            AsyncMock(status=503),
            AsyncMock(status=200, json=AsyncMock(return_value={"ok": True})),
        ]

        with patch.object(AsyncHTTPClient, "_request", side_effect=responses):  # expect: ET303
            client = AsyncHTTPClient(base_url="https://api.example.com")
            result = await client.fetch_json("/health", retries=3)

            assert result == {"ok": True}
