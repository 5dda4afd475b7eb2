"""Reads the first-party files that the import roots hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import SourceFile
from .layout import Ground, ImportRoot
from .source import read_source

__all__ = ["product_files"]


def product_files(ground: Ground, roots: Iterable[ImportRoot]) -> tuple[SourceFile, ...]:
    """Every first-party file outside the tests, sorted by path. Raises ProjectError when one cannot be read."""
    modules: dict[str, str] = {}
    borders = frozenset(root.path for root in roots)
    for root in roots:
        for entry in root.entries:
            for path in _entry_files(ground, entry, borders - {entry}):
                modules.setdefault(path, _module(path, root.path))
    return tuple(read_source(ground.root, path, modules[path]) for path in sorted(modules))


def _entry_files(ground: Ground, entry: str, borders: frozenset[str]) -> Iterator[str]:
    """The files of one entry of an import root, a module or a package."""
    if entry in ground.tree:
        yield from _files(ground, entry, borders)
    elif not ground.excluded(entry):
        yield entry


def _files(ground: Ground, path: str, borders: frozenset[str]) -> Iterator[str]:
    """The first-party files below a directory: no tests, no nested projects, nothing that cannot be imported."""
    if path in borders or ground.suite.holds(path) or ground.excluded(path):
        return
    for file in ground.tree[path].files():
        name = file.rpartition("/")[2].removesuffix(".py")
        if name.isidentifier() and file not in ground.suite and not ground.excluded(file):
            yield file
    for child in ground.tree[path].children:
        if child.rpartition("/")[2].isidentifier() and not ground.is_nested(child):
            yield from _files(ground, child, borders)


def _module(path: str, root: str) -> str:
    inner = path[len(root) + 1 :] if root else path
    return inner.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
