"""What is injected into the code under test: the changes, and the operators that make them."""

from .bytecode import fingerprint, suppress_equal
from .diff import unified_diff
from .engine import generate
from .registry import find_operator, operators
from .unit import Unit, Units, compile_unit

__all__ = [
    "Unit",
    "Units",
    "compile_unit",
    "find_operator",
    "fingerprint",
    "generate",
    "operators",
    "suppress_equal",
    "unified_diff",
]
