"""What a criterion is: a number, a name, a manual, and a judgement of the facts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from ..model import Criterion, CriterionState
from .facts import Facts

__all__ = ["Rule"]


class Rule(ABC):
    """One of the eight. The class docstring is its manual, shown by `earnest explain NUMBER`."""

    number: ClassVar[int]
    name: ClassVar[str]

    @abstractmethod
    def judge(self, facts: Facts) -> Criterion:
        """The line of the scorecard. Reads the facts only."""

    def unknown(self, reason: str, advice: str = "") -> Criterion:
        """It could not be measured."""
        return Criterion(self.number, self.name, CriterionState.UNKNOWN, reason=reason, advice=advice)

    def not_applicable(self, reason: str) -> Criterion:
        """The project holds nothing of the kind."""
        return Criterion(self.number, self.name, CriterionState.NOT_APPLICABLE, reason=reason)
