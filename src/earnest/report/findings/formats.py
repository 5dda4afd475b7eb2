"""The formats by name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from .told import Told

__all__ = ["FORMATS", "render"]

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit")
"""The name of each is that of its module."""


def render(told: Told, name: str) -> str:
    """The whole document, with its line end. Only the module of this format is imported."""
    document: Callable[[Told], str] = import_module(f".{name}", __package__).document
    return document(told)
