"""A cache of bounded size that forgets what was not used for longest."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

__all__ = ["LRUCache"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class LRUCache(Generic[K, V]):
    """Holds at most `max_size` entries; a new one beyond that replaces the least recently used.

    Reading an entry uses it, and so does writing it. Any number of threads may share one cache.
    """

    def __init__(self, max_size: int) -> None:
        """Raises ValueError unless there is room for one entry."""
        if max_size < 1:
            raise ValueError(f"max_size must be at least 1 entry, got {max_size}")
        self.max_size = max_size
        # Oldest use first. Hashing and comparing keys can run Python code, and then another thread gets its turn
        # in the middle: no operation is one step without the lock.
        self._entries: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def set(self, key: K, value: V) -> None:
        """Stores `value` under `key`, in place of what was there."""
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
            elif len(self._entries) >= self.max_size:
                self._entries.popitem(last=False)
            self._entries[key] = value

    def get(self, key: K) -> V | None:
        """The value stored under `key`; None when there is none (any more)."""
        with self._lock:
            if key not in self._entries:
                return None
            self._entries.move_to_end(key)
            return self._entries[key]

    def size(self) -> int:
        """How many entries there are now: never more than `max_size`, for room is made before an entry comes in."""
        return len(self._entries)
