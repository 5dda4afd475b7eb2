"""The package imports its parts."""

from .core import START, grow

__all__ = ["START", "grow"]
VERSION = "1" + ".0"
