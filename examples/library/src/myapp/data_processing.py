"""The calculation that the business sells."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Number

__all__ = ["process_data"]


def process_data(values: Iterable[int] | None) -> list[int]:
    """Every value doubled, in the same order.

    Raises ValueError for None, and TypeError that shows the first element which is no number and where it stands.
    """
    if values is None:
        raise ValueError("values cannot be None: pass an empty list when there is nothing to process")
    return [_doubled(position, value) for position, value in enumerate(values)]


def _doubled(position: int, value: int) -> int:
    # Text can be doubled too, and then somebody is billed for order number 77 instead of twice 7.
    if not isinstance(value, Number):
        raise TypeError(f"values[{position}] must be a number, got {value!r} ({type(value).__name__})")
    return value * 2
