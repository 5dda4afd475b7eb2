"""What is injected into the code under test: changes, the operators that make them, and what tells two of them apart."""

from .engine import generate
from .registry import find_operator, operators

__all__ = ["find_operator", "generate", "operators"]
