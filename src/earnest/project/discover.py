"""Finds a project without configuration: its root, its import roots, its first-party files, its tests."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from ..config import Settings, existing
from ..errors import ProjectError
from ..model import Project
from .hints import declared_name
from .layout import Ground, ImportRoot, find_import_roots, place_sources
from .patterns import matcher
from .product_files import product_files
from .root import find_root
from .suite_files import PytestOptions, SuiteFiles, read_pytest_options
from .suite_paths import suite_paths
from .tested_names import tested_names
from .tree import Tree, walk

__all__ = ["discover"]


def discover(path: Path, settings: Settings) -> Project:
    """The project that `path` (its root, or anything in it) belongs to.

    Raises UsageError when the path does not exist, ProjectError when no first-party code is found or a file of it
    cannot be read or decoded. Files are not parsed here: `parse` does that.
    """
    root = find_root(path)
    tree = walk(root)
    options = read_pytest_options(root)
    tests = existing(root, settings.tests)
    ground, roots = _layout(root, tree, settings, options, tests)
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


def _layout(
    root: Path, tree: Tree, settings: Settings, options: PytestOptions, tests: tuple[str, ...]
) -> tuple[Ground, tuple[ImportRoot, ...]]:
    """The import roots, with pytest's `testpaths` taken for directories of tests unless that leaves nothing else."""
    declared = [*tests, *existing(root, options.testpaths)]
    for testpaths in ([place for place in declared if _only_tests(tree, place)], []):
        suite = SuiteFiles.of(tree, options, testpaths)
        ground = Ground(
            root=root,
            tree=tree,
            suite=suite,
            tested=tested_names(root, tree, suite),
            path_entries=tuple(_path_entries(root, tree, settings, options)),
            excluded=matcher(settings.exclude),
        )
        configured = existing(root, settings.sources)
        roots = place_sources(ground, configured) if configured else find_import_roots(ground)
        if roots:
            break
    return ground, roots


def _only_tests(tree: Tree, path: str) -> bool:
    """Whether a directory that pytest collects from is the suite's, and not a product with its suite inside."""
    if path not in tree or path == "" or tree[path].name == "src":
        return False
    return not any(tree[child].name in {"tests", "test"} for child in tree[path].children)


def _path_entries(root: Path, tree: Tree, settings: Settings, options: PytestOptions) -> Iterator[str]:
    """Directories of the project on `sys.path` (PYTHONPATH, editable installs), now or when pytest runs."""
    configured = settings.environment.get("PYTHONPATH", "").split(os.pathsep)
    for entry in (*options.pythonpath, *configured, *sys.path):
        real = os.path.realpath(root / entry)
        relative = os.path.relpath(real, root)
        if entry and relative in tree:
            yield relative


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
