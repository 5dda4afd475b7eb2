"""What users do, told to those who count it."""

from __future__ import annotations

import json
import logging
from typing import Protocol

from ..models import User

__all__ = ["AnalyticsService", "LoggedAnalyticsService", "MockAnalyticsService", "get_analytics_service"]


class AnalyticsService(Protocol):
    """Takes events."""

    async def track_event(self, event_type: str, user: User) -> None:
        """May raise any exception of its transport."""


class LoggedAnalyticsService:
    """Writes each event as one line of JSON, for the collector that reads the logs. Addresses stay out of it."""

    _log = logging.getLogger("neodyme.analytics")

    async def track_event(self, event_type: str, user: User) -> None:
        """At level INFO."""
        self._log.info("%s", json.dumps({"event_type": event_type, "user_id": user.id}))


class MockAnalyticsService:
    """Remembers events, for tests."""

    def __init__(self) -> None:
        self.tracked_events: list[dict[str, object]] = []

    async def track_event(self, event_type: str, user: User) -> None:
        """Tells nobody."""
        self.tracked_events.append({"event_type": event_type, "user_id": user.id, "user_email": user.email})


def get_analytics_service() -> AnalyticsService:
    """The log."""
    return LoggedAnalyticsService()
