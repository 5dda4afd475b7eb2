"""Tells the files of the suite from those of the product."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from .ini import read_ini, read_toml, table, texts
from .tree import Directory, Tree

__all__ = ["PytestOptions", "SuiteFiles", "read_pytest_options"]

_FILES = ("test_*.py", "*_test.py", "conftest.py", "tests.py")
_SPLIT = ("testpaths", "pythonpath", "python_files", "addopts", "python_functions", "python_classes", "norecursedirs")
_LISTED = ("markers", "filterwarnings")
_DIRECTORY = re.compile(r"(?:.*[-_.])?tests?(?:[-_.].*)?|testing|specs?", re.IGNORECASE)
"""Names of directories that are the suite's when test files are in them; `django/test` is product code."""


@dataclass(frozen=True, slots=True)
class PytestOptions:
    """What pytest's own configuration says about places."""

    testpaths: tuple[str, ...] = ()
    pythonpath: tuple[str, ...] = ()
    python_files: tuple[str, ...] = ()
    addopts: tuple[str, ...] = ()
    python_functions: tuple[str, ...] = ()
    python_classes: tuple[str, ...] = ()
    norecursedirs: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    filterwarnings: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    """Every option with a single value as text, e.g. `asyncio_mode`, `xfail_strict`, `strict`."""
    place: str = ""
    """The file that holds them, e.g. `pyproject.toml`; empty when there is none."""

    @property
    def decide_collection(self) -> bool:
        """Whether pytest without arguments collects what the user means, be it doctests all over the product."""
        return bool(self.testpaths) or any(option.startswith("--doctest-") for option in self.addopts)


@dataclass(frozen=True, slots=True)
class SuiteFiles:
    """The tests' side of a tree."""

    patterns: tuple[str, ...]
    directories: frozenset[str]

    def __contains__(self, path: str) -> bool:
        """Whether the Python file at this path belongs to the suite."""
        parent, _, name = path.rpartition("/")
        return self.names(name) or self.holds(parent)

    def names(self, name: str) -> bool:
        """Whether the suite's files are named so."""
        return any(fnmatchcase(name, pattern) for pattern in self.patterns)

    def holds(self, directory: str) -> bool:
        """Whether the directory is one of the suite's, or lies in one."""
        while directory not in self.directories:
            if not directory:
                return False
            directory = directory.rpartition("/")[0]
        return True

    @classmethod
    def of(cls, tree: Tree, options: PytestOptions, testpaths: Iterable[str]) -> SuiteFiles:
        """The suite in this tree; `testpaths` are directories that are the suite's if tests are in them."""
        # A pattern such as *.py holds within the tests only: outside it would make every file a test.
        patterns = (*_FILES, *(glob for glob in options.python_files if not fnmatchcase("module.py", glob)))
        named = cls(patterns, frozenset())
        found = {directory.path for directory in tree.directories.values() if named._is_suite(tree, directory)}
        collected = cls((*_FILES, *options.python_files), frozenset())
        found |= {path for path in testpaths if path in tree and collected._has_tests(tree, tree[path])}
        return cls(patterns, frozenset(found))

    def _is_suite(self, tree: Tree, directory: Directory) -> bool:
        if directory.name == "tests":
            return True
        if directory.name == "test" and not tree.is_package(directory.path.rpartition("/")[0]):
            return True
        return _DIRECTORY.fullmatch(directory.name) is not None and self._has_tests(tree, directory)

    def _has_tests(self, tree: Tree, directory: Directory) -> bool:
        """Whether it holds test files outside of a `tests` of its own: `speed_test/tests` is that of a product."""
        if any(self.names(name) for name in directory.modules):
            return True
        children = (tree[child] for child in directory.children)
        return any(self._has_tests(tree, child) for child in children if not _DIRECTORY.fullmatch(child.name))


def read_pytest_options(root: Path) -> PytestOptions:
    """The options in the first file that pytest itself would read. Raises ProjectError for invalid TOML."""
    for name in ("pytest.toml", ".pytest.toml"):
        if (root / name).is_file():
            return _options(table(read_toml(root, name), "pytest"), name)
    for name in ("pytest.ini", ".pytest.ini"):
        if (root / name).is_file():
            return _options(read_ini(root, name).get("pytest", {}), name)
    tool = table(read_toml(root, "pyproject.toml"), "tool", "pytest")
    sections: list[tuple[str, Mapping[str, Any]]] = [
        ("pyproject.toml", table(tool, "ini_options") or tool),
        ("tox.ini", read_ini(root, "tox.ini").get("pytest", {})),
        ("setup.cfg", read_ini(root, "setup.cfg").get("tool:pytest", {})),
    ]
    return next((_options(section, name) for name, section in sections if section), PytestOptions())


def _options(section: Mapping[str, Any], place: str) -> PytestOptions:
    return PytestOptions(
        **{name: _arguments(section.get(name)) for name in _SPLIT},
        **{name: _lines(section.get(name)) for name in _LISTED},
        settings={name: str(value) for name, value in section.items() if isinstance(value, str | bool | int)},
        place=place,
    )


def _lines(value: object) -> tuple[str, ...]:
    """A list as TOML gives it, or the lines of a string."""
    if isinstance(value, str):
        return tuple(line.strip() for line in value.splitlines() if line.strip())
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list | tuple) else ()


def _arguments(value: object) -> tuple[str, ...]:
    """A list as TOML gives it, or a string that pytest splits as a shell would."""
    if not isinstance(value, str):
        return texts(value)
    try:
        return tuple(shlex.split(value, comments=True))
    except ValueError:  # an open quotation mark
        return tuple(value.split())
