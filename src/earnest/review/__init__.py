"""The static reviewer: reads tests and says where their confidence is false."""

from .engine import Review, review
from .registry import find_rule, rules
from .selection import Selection
from .unreadable import Broken

__all__ = ["Broken", "Review", "Selection", "find_rule", "review", "rules"]
