"""The eight criteria, one file each: evidence in, one line of the scorecard out."""

from .card import CRITERIA, find_criterion, score
from .facts import telling_order
from .rule import Rule

__all__ = ["CRITERIA", "Rule", "find_criterion", "score", "telling_order"]
