"""A clock that no test can patch."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["now"]


def now(_clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of a monotonic clock with an arbitrary origin.

    The function is held in a default value because freezegun replaces every module attribute that is a clock.
    """
    return _clock()
