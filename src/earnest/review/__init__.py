"""The static reviewer: reads tests and says where their confidence is false."""

from .engine import review
from .fixing import applicable, mended, replace_file
from .known import Known, read_known, write_known
from .memory import Memory
from .outcome import Review
from .registry import find_rule, rules
from .rule import Mode, Rule, Standing
from .selection import Selection
from .unreadable import Broken

__all__ = [
    "Broken",
    "Known",
    "Memory",
    "Mode",
    "Review",
    "Rule",
    "Selection",
    "Standing",
    "applicable",
    "find_rule",
    "mended",
    "read_known",
    "replace_file",
    "review",
    "rules",
    "write_known",
]
