"""Re-exports."""

from .area import *
from .area import square as quadrat
from .edge import outline

__all__ = ["circle_like", "outline", "quadrat", "square"]
