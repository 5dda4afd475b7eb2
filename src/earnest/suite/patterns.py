"""The regular expressions that a suite compiles: filled into `re`'s cache once, before the forks, not again in each."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from typing import Any

__all__ = ["Pattern", "compiled_patterns", "precompile"]

Pattern = tuple[str | bytes, int]
"""What `re.compile` takes: the expression and its flags."""


def compiled_patterns() -> list[Pattern]:
    """Everything in `re`'s cache, as far as it can be handed to another process."""
    cache: dict[Any, Any] = getattr(re, "_cache", {})
    keys = [key for key in list(cache) if isinstance(key, tuple) and len(key) == 3]
    return [(pattern, int(flags)) for _, pattern, flags in keys if type(pattern) in (str, bytes)]


def precompile(patterns: Iterable[Pattern]) -> None:
    """Compiles each pattern, so that this process and its forks find it in the cache.

    One that warns or fails is left out: the code that compiles it must meet the warning or the error itself.
    """
    for pattern, flags in patterns:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            try:
                re.compile(pattern, flags)
            except Exception:  # noqa: BLE001 - re.error, but also OverflowError and RecursionError of strange patterns
                continue
        if warned:
            _forget(pattern, flags)


def _forget(pattern: str | bytes, flags: int) -> None:
    for name in ("_cache", "_cache2"):  # the second one exists from Python 3.12 on
        cache: dict[Any, Any] = getattr(re, name, {})
        cache.pop((type(pattern), pattern, flags), None)
