"""What the static reviewer says about a test."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .location import Location

__all__ = ["Finding", "FindingState"]


class FindingState(Enum):
    """How sure a finding is."""

    STATIC = "static"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Finding:
    """One hit of one rule."""

    code: str
    name: str
    location: Location
    test: str
    message: str
    state: FindingState = FindingState.STATIC
