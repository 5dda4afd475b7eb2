"""The analytics provider, and what stands in for it while tests run."""

from typing import Any

import httpx

from neodyme.models import User

URL = "https://analytics.example.com/events"


class AnalyticsService:
    async def track(self, event_type: str, user: User) -> None:
        async with httpx.AsyncClient() as client:
            await client.post(URL, json={"event_type": event_type, "user_id": user.id})

    async def forget(self, user: User) -> None:
        async with httpx.AsyncClient() as client:
            await client.delete(f"{URL}/{user.id}")


class MockAnalyticsService:
    def __init__(self) -> None:
        self.tracked_events: list[dict[str, Any]] = []

    async def track(self, event_type: str, user: User) -> None:
        self.tracked_events.append({"event_type": event_type, "user_id": user.id, "user_email": user.email})


def get_analytics_service() -> AnalyticsService:
    return AnalyticsService()
