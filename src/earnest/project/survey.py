"""The lie of the land: a project's directories, its suite's files and its import roots, before any source is read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..config import Settings, existing
from .layout import Ground, ImportRoot, find_import_roots, place_sources
from .patterns import matcher
from .suite_files import PytestOptions, SuiteFiles, read_pytest_options
from .tested_names import tested_names
from .tree import Tree, walk

__all__ = ["Survey", "survey"]


@dataclass(frozen=True, slots=True)
class Survey:
    """What is where. Paths are relative to the root, with forward slashes."""

    root: Path
    tree: Tree
    options: PytestOptions
    tests: tuple[str, ...]
    """What the settings name as tests."""
    ground: Ground
    import_roots: tuple[ImportRoot, ...]
    """Empty where no first-party code is found."""


def survey(root: Path, settings: Settings) -> Survey:
    """Looks around in the project at `root`. Raises ProjectError where its configuration cannot be read."""
    tree = walk(root)
    options = read_pytest_options(root)
    tests = existing(root, settings.tests)
    ground, roots = _layout(root, tree, settings, options, tests)
    return Survey(root, tree, options, tests, ground, roots)


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
