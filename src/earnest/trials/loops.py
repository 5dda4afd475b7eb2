"""Bounds the iterations of loops in changed code: an endless loop ends after a count, not after a timer."""

from __future__ import annotations

import builtins
from collections.abc import Callable

__all__ = ["TICK", "install"]

TICK = "__earnest_tick__"
"""The built-in that instrumented loops call once per iteration."""


def install(bound: int, expire: Callable[[], None]) -> None:
    """Defines the built-in in this process: behind `bound` calls of it, each runs `expire`."""
    left = bound

    def tick() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            expire()

    setattr(builtins, TICK, tick)
