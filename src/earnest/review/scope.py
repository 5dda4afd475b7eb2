"""Which files a review looks at: the suite's, as pytest would walk to them, or those that were named."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from .codebase import Codebase

__all__ = ["files_in_scope"]

_NEVER = ("*.egg", ".*", "_darcs", "build", "CVS", "dist", "node_modules", "venv", "{arch}")
"""What pytest does not descend into when its `norecursedirs` says nothing."""


def files_in_scope(codebase: Codebase, paths: Iterable[str] | None) -> list[str]:
    """Relative paths of the files to review, sorted.

    Without `paths` all files of the suite; else the files that are named, whether they look like tests or not, and those
    of the suite below the directories that are named. What `exclude` names is never reviewed; what `norecursedirs` names
    only when it is asked for. A project of its own below this one (an example, say) has its own configuration and its own
    review; members of a monorepo belong to the whole.
    """
    found = {
        path
        for directory in codebase.survey.tree.directories.values()
        for path in directory.files()
        if not codebase.survey.ground.excluded(path)
    }
    wanted = [""] if paths is None else [path.rstrip("/") for path in paths]
    named = {path for path in wanted if path in found or _is_file(codebase, path)}
    closed = codebase.survey.options.norecursedirs or _NEVER
    others = tuple(_other_projects(codebase))
    below = {
        path
        for path in found
        if codebase.is_test(path)
        for place in wanted
        if (not place or path.startswith(f"{place}/")) and _is_reached(path, place, closed)
        if not any(path.startswith(other) and not f"{place}/".startswith(other) for other in others)
    }
    return sorted(named | below)


def _other_projects(codebase: Codebase) -> Iterator[str]:
    """Directories, with a slash behind, of projects that are no part of this one."""
    roots = [f"{root.path}/" for root in codebase.survey.import_roots]
    for path in codebase.survey.tree.directories:
        if path and codebase.survey.ground.is_nested(path) and not any(root.startswith(f"{path}/") for root in roots):
            yield f"{path}/"


def _is_file(codebase: Codebase, path: str) -> bool:
    """Whether it is a file that the walk passed over, in a hidden directory for one, or that only an editor knows."""
    there = path in codebase.texts or os.path.isfile(codebase.root / path)
    return there and not codebase.survey.ground.excluded(path)


def _is_reached(path: str, place: str, closed: Iterable[str]) -> bool:
    """Whether pytest descends from `place` to the file."""
    start = len(place) + 1 if place else 0
    at = path.find("/", start)
    while at >= 0:
        directory = path[:at]
        name = directory.rpartition("/")[2]
        # Like pytest: a pattern with a slash is matched with the end of the path, any other with the name alone.
        if any(fnmatchcase(f"/{directory}", f"*/{one}") if "/" in one else fnmatchcase(name, one) for one in closed):
            return False
        at = path.find("/", at + 1)
    return True
