"""The project as the reviewer sees it: which file a module is, what it binds, and whose a dotted name is."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from ..config import Settings
from ..errors import ProjectError
from ..model import SourceFile
from ..project import EngineEvidence, Survey, parse, production_engines, read_source, source_of, survey
from .boundary import Boundaries
from .origin import Origin, Party
from .resolver import Resolver
from .symbols import Symbols, symbols_of

__all__ = ["Codebase"]

_LARGEST = 8 * 1024**2
"""In characters. What is larger was made by a program, and its syntax tree would take gigabytes."""


class Codebase:
    """Answers questions about names and modules, from text alone, each file read and parsed at most once."""

    def __init__(self, root: Path, settings: Settings, texts: Mapping[str, bytes] | None = None) -> None:
        """Looks around. `texts`: relative path -> what counts instead of the file's content.

        Raises ProjectError where the project's configuration cannot be read.
        """
        self.root = root
        self.settings = settings
        self.survey: Survey = survey(root, settings)
        self.texts = texts or {}
        self.read: dict[str, None] = {}
        """Relative paths of the files whose content answers depended on, in order of first use."""
        self._files: dict[tuple[str, str], str | None] = {}
        self._sources: dict[str, SourceFile | None] = {}
        self._trees: dict[str, ast.Module | None] = {}
        self._symbols: dict[str, Symbols] = {}
        self.files: dict[str, object] = {}
        """Files of the suite that others asked for, as `testfile` made them."""
        self.boundaries = Boundaries(self, settings.boundaries)
        self._resolver = Resolver(self)

    @cached_property
    def production(self) -> tuple[EngineEvidence, ...]:
        """What the project says about the database engine that production runs."""
        return production_engines(self.root)

    def is_test(self, path: str) -> bool:
        """Whether the file at this path belongs to the suite."""
        return path in self.survey.ground.suite

    # -- modules ------------------------------------------------------------------------------------------------------

    def file_of(self, module: str, near: str = "") -> str | None:
        """The relative path of a module of the project or its suite; a namespace package gives its directory with a
        slash behind. `near`: the directory, relative, that pytest puts on `sys.path` for the file that asks."""
        key = module, near
        if key not in self._files:
            self._files[key] = self._find(module, near)
        return self._files[key]

    def _find(self, module: str, near: str) -> str | None:
        tree, inner = self.survey.tree, module.replace(".", "/")
        namespace = None
        for place in self._places(near):
            path = f"{place}/{inner}" if place else inner
            if tree.is_package(path):
                return f"{path}/__init__.py"
            if tree.has_module(path):
                return f"{path}.py"
            if namespace is None and path in tree and path in tree.with_code and path != "tests":
                namespace = f"{path}/"
        return namespace

    def _places(self, near: str) -> Iterator[str]:
        yield from dict.fromkeys([*(root.path for root in self.survey.import_roots), near, ""])

    def module_of(self, path: str) -> str:
        """The dotted name under which the file at this path is imported, by its nearest import root."""
        inner = path.removesuffix(".py").removesuffix("/__init__")
        for root in sorted((root.path for root in self.survey.import_roots), key=len, reverse=True):
            if not root:
                return inner.replace("/", ".")
            if inner.startswith(f"{root}/"):
                return inner[len(root) + 1 :].replace("/", ".")
        return inner.replace("/", ".")

    def base_of(self, path: str) -> str:
        """The directory that pytest's default import mode puts on `sys.path` for a test file: the first one upward
        without `__init__.py`."""
        directory = path.rpartition("/")[0]
        while directory and self.survey.tree.is_package(directory):
            directory = directory.rpartition("/")[0]
        return directory

    def load(self, path: str) -> SourceFile:
        """The file's text. Raises ProjectError where it cannot be read or decoded, or is larger than any test is."""
        if path not in self._sources:
            self.source(path)
        source = self._sources[path]
        return source if source else self._read(path)

    def _read(self, path: str) -> SourceFile:
        if path in self.texts:
            return source_of(self.texts[path], path, self.module_of(path))
        source = read_source(self.root, path, self.module_of(path))
        if len(source.text) > _LARGEST:
            size = len(source.text) // 1024**2
            raise ProjectError(f"{path} has {size} MiB: files above {_LARGEST // 1024**2} MiB are not reviewed.")
        return source

    def source(self, path: str) -> SourceFile | None:
        """The file's text, or None where it cannot be read or decoded."""
        if path not in self._sources:
            self.read[path] = None
            try:
                self._sources[path] = self._read(path)
            except ProjectError:
                self._sources[path] = None
        return self._sources[path]

    def tree(self, path: str) -> ast.Module | None:
        """The file's syntax tree, or None where it does not parse: names in it are unknown then."""
        if path not in self._trees:
            source = self.source(path)
            try:
                self._trees[path] = parse(source) if source else None
            except ProjectError:
                self._trees[path] = None
        return self._trees[path]

    def symbols(self, path: str) -> Symbols:
        """What the module at this path binds; nothing for a namespace package."""
        if path not in self._symbols:
            tree = None if path.endswith("/") else self.tree(path)
            module = self.module_of(path)
            package = module if path.endswith("__init__.py") else module.rpartition(".")[0]
            self._symbols[path] = symbols_of(tree.body, package) if tree else Symbols({}, (), dynamic=tree is None)
        return self._symbols[path]

    # -- names --------------------------------------------------------------------------------------------------------

    def resolve(self, dotted: str, near: str = "") -> Origin:
        """Follows a dotted name through imports and re-exports to its definition. `near` as for `file_of`."""
        return self._resolver.resolve(dotted, near)

    def instance(self, origin: Origin, near: str = "") -> Origin:
        """The class of which the variable holds an instance, or the function gives one; a class stays itself. UNKNOWN
        where the text does not say."""
        return self._resolver.instance(origin, near)

    def party_of(self, module: str, file: str) -> Party:
        """Whose the module in this file is."""
        if self.is_test(file) or self.survey.ground.suite.holds(file.rstrip("/")):
            return Party.TEST
        return Party.BOUNDARY if self.boundaries.holds(module, file) else Party.FIRST
