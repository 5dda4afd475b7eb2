"""Finds a project without configuration: its root, its import roots, its first-party files, its tests."""

from __future__ import annotations

from pathlib import Path

from ..config import Settings
from ..errors import ProjectError
from ..model import Project
from .hints import declared_name
from .layout import Ground, ImportRoot
from .product_files import product_files
from .root import find_root
from .suite_paths import suite_paths
from .survey import survey

__all__ = ["discover"]


def discover(path: Path, settings: Settings) -> Project:
    """The project that `path` (its root, or anything in it) belongs to.

    Raises UsageError when the path does not exist, ProjectError when no first-party code is found or a file of it
    cannot be read or decoded. Files are not parsed here: `parse` does that.
    """
    root = find_root(path)
    seen = survey(root, settings)
    tree, ground, roots, tests, options = seen.tree, seen.ground, seen.import_roots, seen.tests, seen.options
    sources = product_files(ground, roots)
    if not sources:
        raise _nothing_found(root, settings)
    return Project(
        root=root,
        name=declared_name(root, tree[""]) or root.name,
        import_roots=tuple(root / entry.path for entry in _with_tests(ground, roots)),
        sources=sources,
        test_paths=tests or (() if options.decide_collection else suite_paths(ground, roots)),
        boundaries=settings.boundaries,
    )


def _with_tests(ground: Ground, roots: tuple[ImportRoot, ...]) -> tuple[ImportRoot, ...]:
    """The roots, and the project's own where tests import from there: `from tests.helpers import ...`."""
    own = any(ground.suite.holds(child) and child in ground.tested for child in ground.tree[""].children)
    known = any(root.path == "" for root in roots)
    return (*roots, ImportRoot("", ())) if own and not known else roots


def _nothing_found(root: Path, settings: Settings) -> ProjectError:
    if settings.sources:
        where = ", ".join(settings.sources)
        return ProjectError(f"No first-party code in {where} below {root}.", cure="Mend `sources` in [tool.earnest].")
    return ProjectError(
        f"No first-party code found in {root}: looked at what its build and pytest configuration name, in src/, for "
        "packages and modules at the top, for projects below it, and for what the tests import.",
        cure='Name it in pyproject.toml: [tool.earnest] sources = ["path/to/package"].',
    )
