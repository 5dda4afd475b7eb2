"""Says what pytest should collect when its own configuration does not."""

from __future__ import annotations

from collections.abc import Iterator

from .layout import Ground, ImportRoot, stands_beside

__all__ = ["suite_paths"]


def suite_paths(ground: Ground, roots: tuple[ImportRoot, ...]) -> tuple[str, ...]:
    """The topmost directories of tests, and the test files outside of them."""
    suite, tree = ground.suite, ground.tree
    topmost = {path for path in suite.directories if not suite.holds(path.rpartition("/")[0])}
    found = {path for path in topmost if path in tree.with_code}
    for directory in tree.directories.values():
        if not suite.holds(directory.path):
            found.update(path for path in directory.files() if path in suite and not path.endswith("conftest.py"))
    return tuple(sorted(path for path in found if not ground.excluded(path) and _own(ground, path, roots)))


def _own(ground: Ground, path: str, roots: tuple[ImportRoot, ...]) -> bool:
    """Whether tests at this path are the project's: not an example's, nor a nested project's that is left out."""
    if stands_beside(ground.tree, path):
        return False
    projects = [above for above in _around(path) if above in ground.tree and ground.is_nested(above)]
    return all(any(f"{root.path}/".startswith(f"{project}/") for root in roots) for project in projects)


def _around(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path
