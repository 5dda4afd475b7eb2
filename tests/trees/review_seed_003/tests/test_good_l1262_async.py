from __future__ import annotations

import asyncio
import http.server
import json
import os
import threading
from collections.abc import AsyncGenerator, Generator
from unittest.mock import AsyncMock

import pytest
import pytest_asyncio
import redis
from myapp.services.async_cache import AsyncRedisCache
from myapp.services.async_http import AsyncHTTPClient
from myapp.services.async_worker import TaskWorker


@pytest_asyncio.fixture
async def async_cache() -> AsyncGenerator[AsyncRedisCache, None]:
    """Provide an async Redis cache connection for tests."""
    cache = AsyncRedisCache(url=os.environ.get("REDIS_URL", "redis://localhost:6379/15"))
    try:
        await cache.connect()
    except redis.ConnectionError:
        await cache.disconnect()
        pytest.skip("no Redis here: set REDIS_URL")
    yield cache
    await cache.disconnect()


class Unsteady(http.server.BaseHTTPRequestHandler):
    """A server that answers the first two requests with 503."""

    requests = 0

    def do_GET(self) -> None:
        type(self).requests += 1
        self.send_response(503 if type(self).requests < 3 else 200)
        self.end_headers()
        self.wfile.write(json.dumps({"ok": True}).encode())

    def log_message(self, *arguments: object) -> None:
        """Quiet."""


@pytest.fixture
def unsteady_url() -> Generator[str, None, None]:
    """The address of a fresh one."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Fresh", (Unsteady,), {"requests": 0}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class TestAsyncHTTPClient:
    async def test_retry_on_server_error(self, unsteady_url: str) -> None:
        """Verify async retry logic on 5xx errors. (X4: a local server in place of a patched private method.)"""
        client = AsyncHTTPClient(base_url=unsteady_url)
        result = await client.fetch_json("/health", retries=3)
        assert result == {"ok": True}


class TestAsyncRedisCache:
    """Test async cache operations (requires running Redis or use fakeredis)."""

    async def test_set_and_get(self, async_cache: AsyncRedisCache) -> None:
        await async_cache.set("user:123", '{"name": "Alice"}', ttl=60)
        value = await async_cache.get("user:123")
        assert value == '{"name": "Alice"}'

    async def test_get_missing_key_returns_none(self, async_cache: AsyncRedisCache) -> None:
        value = await async_cache.get("nonexistent:key")
        assert value is None

    async def test_delete(self, async_cache: AsyncRedisCache) -> None:
        await async_cache.set("temp:key", "value", ttl=10)
        deleted = await async_cache.delete("temp:key")
        assert deleted is True
        assert await async_cache.get("temp:key") is None


class TestTaskWorker:
    """Test async background task processing."""

    async def test_process_task_batch(self) -> None:
        mock_processor = AsyncMock(return_value={"status": "completed"})
        worker = TaskWorker(processor=mock_processor, concurrency=5)

        tasks = [{"id": i, "type": "email"} for i in range(10)]
        results = await worker.process_batch(tasks)

        assert len(results) == 10
        assert all(r["status"] == "completed" for r in results)
        assert mock_processor.call_count == 10

    async def test_at_most_so_many_tasks_run_at_once(self) -> None:
        running = most = 0

        async def processor(task: int) -> int:
            nonlocal running, most
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1
            return task

        assert await TaskWorker(processor, concurrency=3).process_batch(list(range(20))) == list(range(20))
        assert most == 3
