"""The directories of a project that may hold Python code, learned in one walk."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import ProjectError

__all__ = ["MARKERS", "PROJECT_FILES", "Directory", "Tree", "join", "walk"]

PROJECT_FILES = frozenset({"pyproject.toml", "setup.cfg", "setup.py", "earnest.toml"})
"""Files that make a directory a project."""
MARKERS = PROJECT_FILES | {"requirements.txt"}
"""Files that make a directory look like a project where none is declared."""

_NEVER = frozenset({"__pycache__", "__pypackages__", "node_modules", "site-packages", "dist-packages"})
_OUTPUT = frozenset({"build", "dist", "htmlcov"})
"""Output of builds, unless a package has a subpackage of that name."""
_ENVIRONMENT = frozenset({"pyvenv.cfg", "conda-meta"})


@dataclass(frozen=True, slots=True)
class Directory:
    """One directory. Paths are relative to the project's root, with forward slashes; the root's own is empty."""

    path: str
    modules: tuple[str, ...]
    """Names of its Python files, with the suffix."""
    children: tuple[str, ...]
    """Paths of the directories in it that were walked."""
    markers: frozenset[str]

    @property
    def is_package(self) -> bool:
        """Whether it is a regular package."""
        return "__init__.py" in self.modules

    @property
    def name(self) -> str:
        """Its last part."""
        return self.path.rpartition("/")[2]

    def files(self) -> Iterator[str]:
        """Paths of its Python files."""
        return (join(self.path, module) for module in self.modules)


@dataclass(frozen=True, slots=True)
class Tree:
    """What the walk found."""

    directories: Mapping[str, Directory]
    """By path; a parent stands before its children."""
    with_code: frozenset[str]
    """Paths of the directories that hold a Python file, themselves or below."""

    def __contains__(self, path: str) -> bool:
        """Whether the directory exists and was walked."""
        return path in self.directories

    def __getitem__(self, path: str) -> Directory:
        """The directory at this path. Raises KeyError."""
        return self.directories[path]

    def is_package(self, path: str) -> bool:
        """Whether there is a regular package at this path."""
        return path in self.directories and self.directories[path].is_package

    def has_module(self, path: str) -> bool:
        """Whether there is a Python file at this path, given without its suffix."""
        parent, _, name = path.rpartition("/")
        return parent in self.directories and f"{name}.py" in self.directories[parent].modules

    def below(self, path: str) -> Iterator[Directory]:
        """The directory and all below it, each before its children."""
        yield self.directories[path]
        for child in self.directories[path].children:
            yield from self.below(child)


def join(*parts: str) -> str:
    """The parts joined by slashes; empty ones and `.` stand for the place itself."""
    return "/".join(part.removeprefix("./").rstrip("/") for part in parts if part not in ("", ".", "./"))


def walk(root: Path) -> Tree:
    """Everything below `root` but hidden directories, environments, caches and output of builds.

    Links to directories are not followed. A directory that may not be read is passed over (a database's volume, for
    one); only the root itself must be readable. Raises ProjectError.
    """
    directories: dict[str, Directory] = {}
    pending = [("", False)]
    while pending:
        path, in_package = pending.pop()
        try:
            with os.scandir(root / path) as entries:
                directory = _directory(path, list(entries), in_package)
        except OSError as error:
            if not path:
                raise ProjectError(f"{root} cannot be read: {error.strerror}.") from error
            continue
        if directory is not None:
            directories[path] = directory
            pending.extend((child, directory.is_package) for child in reversed(directory.children))
    return _tree(directories)


def _directory(path: str, entries: list[os.DirEntry[str]], in_package: bool) -> Directory | None:
    """The directory, or None for one that holds no code of the project's."""
    names = {entry.name for entry in entries}
    if path and (names & _ENVIRONMENT or (path.rpartition("/")[2] in _OUTPUT and not in_package)):
        return None
    modules = sorted(entry.name for entry in entries if entry.name.endswith(".py") and _is_file(entry))
    children = sorted(entry.name for entry in entries if _walked(entry))
    return Directory(path, tuple(modules), tuple(join(path, name) for name in children), frozenset(names & MARKERS))


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads to itself
        return False


def _walked(entry: os.DirEntry[str]) -> bool:
    name = entry.name
    return not name.startswith(".") and name not in _NEVER and entry.is_dir(follow_symlinks=False)


def _tree(directories: dict[str, Directory]) -> Tree:
    """Drops the children that could not be read, and marks where code is."""
    kept = {
        path: Directory(
            path, found.modules, tuple(child for child in found.children if child in directories), found.markers
        )
        for path, found in directories.items()
    }
    with_code = set()
    for path, directory in kept.items():
        while directory.modules and path not in with_code:
            with_code.add(path)
            if not path:
                break
            path = path.rpartition("/")[0]
    return Tree(kept, frozenset(with_code))
