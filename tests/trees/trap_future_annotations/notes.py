"""Annotations that must never be evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_type_hints

if TYPE_CHECKING:
    from nowhere import Missing


def measure(thing: Missing, factor: int = 2) -> Missing:
    size: Missing = len(thing)

    def scaled(number: Missing) -> Missing:
        return number * factor

    return scaled(size)


@dataclass
class Item:
    price: int
    count: int = 1

    def total(self, rate: float = 1.5) -> float:
        amount: AlsoMissing = self.price * self.count
        return amount * rate


def hints(of: type) -> list[str]:
    return sorted(get_type_hints(of))
