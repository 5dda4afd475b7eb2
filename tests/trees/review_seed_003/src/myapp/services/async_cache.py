import redis.asyncio


class AsyncRedisCache:
    def __init__(self, url: str) -> None:
        self.redis = redis.asyncio.from_url(url, decode_responses=True)

    async def connect(self) -> None:
        await self.redis.ping()

    async def disconnect(self) -> None:
        await self.redis.aclose()

    async def set(self, key: str, value: str, ttl: int) -> None:
        await self.redis.set(key, value, ex=ttl)

    async def get(self, key: str) -> str | None:
        return await self.redis.get(key)

    async def delete(self, key: str) -> bool:
        return await self.redis.delete(key) == 1
