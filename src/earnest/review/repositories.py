"""The project's repositories, of which the profile `layered` permits doubles where some test uses the real one."""

from __future__ import annotations

import re

from .codebase import Codebase
from .origin import Origin
from .scope import files_in_scope

__all__ = ["is_permitted", "is_repository"]

_NAMES = re.compile(r"(?:repository|repositories|repo|repos|dao|store|gateway)s?$", re.I)


def is_repository(origin: Origin) -> bool:
    """Whether a class, its module or its package says that it is where the project keeps its data."""
    return any(_NAMES.search(part) for part in origin.dotted.split("."))


def is_permitted(origin: Origin, codebase: Codebase) -> bool:
    """Whether the profile is `layered`, the object belongs to a repository, and some test makes the real one."""
    if codebase.settings.review.profile != "layered" or not is_repository(origin):
        return False
    parts = origin.dotted.removeprefix(f"{origin.module}.").split(".")
    made = re.compile(rf"(?<![\w.])(?:\w+\.)?{re.escape(parts[0])}\(")
    sources = (codebase.source(path) for path in files_in_scope(codebase, None))
    return any(source is not None and made.search(source.text) for source in sources)
