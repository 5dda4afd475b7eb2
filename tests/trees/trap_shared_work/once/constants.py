"""Imported by tests when they run."""

LIMIT = 5
NAMES = tuple(name.upper() for name in ("x", "y"))
