"""How often one host may fail to log in."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from functools import lru_cache

from .config import get_settings
from .exceptions import TooManyAttemptsError

__all__ = ["LoginLimiter", "get_login_limiter"]


class LoginLimiter:
    """Counts failures in a sliding window. It belongs to one process and one event loop."""

    def __init__(self, max_failures: int, window_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._max_failures = max_failures
        self._window = window_seconds
        self._clock = clock
        self._attempts: dict[str, deque[float]] = {}

    def begin(self, host: str) -> float:
        """Counts an attempt as failed before its outcome is known: guesses made at once are counted, too.

        Returns what `forgive` takes. Raises TooManyAttemptsError.
        """
        now = self._clock()
        self._forget_before(now - self._window)
        attempts = self._attempts.setdefault(host, deque())
        if len(attempts) >= self._max_failures:
            raise TooManyAttemptsError(host, retry_after=math.ceil(attempts[0] + self._window - now))
        attempts.append(now)
        return now

    def forgive(self, host: str, attempt: float) -> None:
        """The attempt was none: its password was right."""
        attempts = self._attempts.get(host)
        if attempts and attempt in attempts:
            attempts.remove(attempt)

    def _forget_before(self, moment: float) -> None:
        for host, attempts in list(self._attempts.items()):
            while attempts and attempts[0] <= moment:
                attempts.popleft()
            if not attempts:
                del self._attempts[host]


@lru_cache
def get_login_limiter() -> LoginLimiter:
    """The limiter of this process."""
    settings = get_settings()
    return LoginLimiter(settings.login_max_failures, settings.login_window_seconds)
