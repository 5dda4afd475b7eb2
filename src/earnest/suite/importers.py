"""Which tests import which of the project's files, directly or not: they are the ones that a change at import can reach."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from ..errors import EarnestError
from ..model import Project, SourceFile
from ..project import imports_of, parse, read_source

__all__ = ["importers_of"]

_DYNAMIC = ("import_module(", "__import__(", "iter_modules(", "walk_packages(", "entry_points(")
_DOTTED = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)+", re.ASCII)


def importers_of(
    project: Project, test_files: Iterable[str], imported: Collection[str]
) -> Mapping[str, frozenset[int]]:
    """For each file in `imported` the indexes of the tests whose module, or a conftest above it, leads to that file.

    `test_files` holds the file of each test, in the order of collection. What no import statement leads to was
    imported in some other way: all tests count as its importers.
    """
    graph = _Graph(project)
    test_files = list(test_files)
    reached = {file: graph.reached_from(file) for file in set(test_files)}
    table: dict[str, set[int]] = {file: set() for file in imported}
    for index, file in enumerate(test_files):
        for source in reached[file]:
            if source in table:
                table[source].add(index)
    everyone = frozenset(range(len(test_files)))
    return {file: frozenset(tests) or everyone for file, tests in table.items()}


class _Graph:
    """Import statements of first-party and test files, and literals that name a module."""

    def __init__(self, project: Project) -> None:
        self._root = project.root
        self._roots = project.import_roots
        self._file_of = {source.module: source.path for source in project.sources}
        self._sources = {source.path: source for source in project.sources}
        self._next: dict[str, frozenset[str]] = {}

    def reached_from(self, test_file: str) -> frozenset[str]:
        """The first-party files to which a test module and the conftest files above it lead."""
        waiting = [test_file, *self._conftests(test_file)]
        seen: set[str] = set()
        while waiting:
            file = waiting.pop()
            if file not in seen:
                seen.add(file)
                waiting.extend(self._imports(file))
        return frozenset(seen & self._sources.keys())

    def _conftests(self, file: str) -> Iterable[str]:
        for parent in Path(file).parents:
            conftest = (parent / "conftest.py").as_posix()
            if (self._root / conftest).is_file():
                yield conftest

    def _imports(self, file: str) -> frozenset[str]:
        if file not in self._next:
            self._next[file] = self._read(file)
        return self._next[file]

    def _read(self, file: str) -> frozenset[str]:
        everything = frozenset(self._sources)
        try:
            source = self._sources.get(file) or self._test_source(file)
            modules = imports_of(source, self._file_of.keys()) | self._named(source)
        except (EarnestError, OSError):
            return everything
        found = frozenset(self._file_of[module] for module in modules)
        if any(word in source.text for word in _DYNAMIC):
            found |= everything
        return found | self._helpers(source)

    def _test_source(self, file: str) -> SourceFile:
        return read_source(self._root, file, self._module_name(file))

    def _module_name(self, file: str) -> str:
        parts = Path(file).with_suffix("").parts
        for root in self._roots:
            above = Path(os.path.relpath(root, self._root)).parts
            if parts[: len(above)] == above:
                return ".".join(parts[len(above) :])
        return ".".join(parts)

    def _named(self, source: SourceFile) -> frozenset[str]:
        """Modules that a literal names, as in `mock.patch("package.module.name")` and `pytest_plugins`."""
        found: set[str] = set()
        for node in ast.walk(parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _DOTTED.fullmatch(node.value):
                parts = node.value.split(".")
                names = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
                found.update(name for name in names if name in self._file_of)
        return frozenset(found)

    def _helpers(self, source: SourceFile) -> frozenset[str]:
        """Modules of the tests themselves that a test imports by a name beside it or below the root."""
        found: set[str] = set()
        for node in ast.walk(parse(source)):
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module or ''}.{alias.name}".strip(".") for alias in node.names)]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            found.update(path for name in names if name for path in self._beside(source.path, name))
        return frozenset(found)

    def _beside(self, file: str, module: str) -> Iterable[str]:
        relative = Path(*module.split("."))
        for base in (Path(file).parent, Path()):
            for candidate in ((base / relative).with_suffix(".py"), base / relative / "__init__.py"):
                if candidate.as_posix() not in self._sources and (self._root / candidate).is_file():
                    yield candidate.as_posix()
