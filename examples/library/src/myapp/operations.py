"""Work whose results many threads share through one cache."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Final

from .lru_cache import LRUCache

__all__ = ["OperationResult", "cache", "fingerprint", "perform_operation", "stress_operation"]

cache: Final[LRUCache[str, str]] = LRUCache(max_size=128)
_STRESS_KEYS: Final = 256
_tickets = count()


@dataclass(frozen=True)
class OperationResult:
    """What an operation came to: a value, or the error that prevented it."""

    success: bool
    value: str | None = None
    error: str = ""


def fingerprint(key: str) -> str:
    """The SHA-256 of `key` in hexadecimal digits."""
    return sha256(key.encode()).hexdigest()


def perform_operation(key: str = "report", compute: Callable[[str], str] = fingerprint) -> OperationResult:
    """The value of `compute(key)`, from the cache when it is there.

    A failure is reported in the result, not raised, and not remembered.
    """
    value = cache.get(key)
    if value is None:
        try:
            value = compute(key)
        except Exception as error:  # noqa: BLE001 - the result tells of any failure
            return OperationResult(success=False, error=f"{key!r} failed: {type(error).__name__}: {error}")
        cache.set(key, value)
    return OperationResult(success=True, value=value)


def stress_operation() -> OperationResult:
    """One operation of a load test.

    The test goes round twice as many keys as the cache holds, so that entries come and go all the time.
    """
    return perform_operation(f"stress-{next(_tickets) % _STRESS_KEYS}")
