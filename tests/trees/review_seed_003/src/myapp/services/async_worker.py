import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


class TaskWorker:
    def __init__(self, processor: Callable[[Any], Awaitable[Any]], concurrency: int) -> None:
        self.processor = processor
        self.places = asyncio.Semaphore(concurrency)

    async def process_batch(self, tasks: list[Any]) -> list[Any]:
        return await asyncio.gather(*map(self.process, tasks))

    async def process(self, task: Any) -> Any:
        async with self.places:
            return await self.processor(task)
