"""The settings: read from `[tool.earnest]`, checked all at once, frozen."""

from .fields import FIELDS, Field
from .load import load
from .places import existing
from .reference import reference
from .settings import CRITERIA, PROFILES, Database, ReviewRules, Settings, Threshold

__all__ = [
    "CRITERIA",
    "FIELDS",
    "PROFILES",
    "Database",
    "Field",
    "ReviewRules",
    "Settings",
    "Threshold",
    "existing",
    "load",
    "reference",
]
