"""The reviewer's findings in every format: one module for each."""

from .formats import FORMATS, render
from .told import Told

__all__ = ["FORMATS", "Told", "render"]
