"""The project as the reviewer sees it: which file a module is, what it binds, and whose a dotted name is."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ..config import Settings
from ..errors import ProjectError
from ..model import SourceFile
from ..project import Survey, parse, read_source, source_of, survey
from .boundary import Boundaries
from .origin import Origin, Party
from .symbols import Symbol, SymbolKind, Symbols, symbols_of
from .syntax import dotted_name

__all__ = ["Codebase"]

_LARGEST = 8 * 1024**2
"""In characters. What is larger was made by a program, and its syntax tree would take gigabytes."""
_DEPTH = 12
"""How many re-exports are followed before a chain counts as a cycle."""


class Codebase:
    """Answers questions about names and modules, from text alone, each file read and parsed at most once."""

    def __init__(self, root: Path, settings: Settings, texts: Mapping[str, bytes] | None = None) -> None:
        """Looks around. `texts`: relative path -> what counts instead of the file's content.

        Raises ProjectError where the project's configuration cannot be read.
        """
        self.root = root
        self.settings = settings
        self.survey: Survey = survey(root, settings)
        self._texts = texts or {}
        self.read: dict[str, None] = {}
        """Relative paths of the files whose content answers depended on, in order of first use."""
        self._files: dict[tuple[str, str], str | None] = {}
        self._sources: dict[str, SourceFile | None] = {}
        self._trees: dict[str, ast.Module | None] = {}
        self._symbols: dict[str, Symbols] = {}
        self._origins: dict[tuple[str, str], Origin] = {}
        self.files: dict[str, object] = {}
        """Files of the suite that others asked for, as `testfile` made them."""
        self.boundaries = Boundaries(self, settings.boundaries)

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
        if path in self._texts:
            return source_of(self._texts[path], path, self.module_of(path))
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
        key = dotted, near
        if key not in self._origins:
            self._origins[key] = Origin(dotted, Party.UNKNOWN)  # what a cycle meets
            found = self._resolve(dotted, near, 0)
            if found.own and self.boundaries.declares(found.dotted):
                found = replace(found, party=Party.BOUNDARY)
            self._origins[key] = found
        return self._origins[key]

    def _resolve(self, dotted: str, near: str, depth: int) -> Origin:
        parts = dotted.split(".")
        if depth > _DEPTH or not all(parts):
            return Origin(dotted, Party.UNKNOWN)
        for length in range(len(parts), 0, -1):
            module = ".".join(parts[:length])
            file = self.file_of(module, near)
            if file:
                return self._in_module(module, file, parts[length:], near, depth)
        party = Party.STDLIB if parts[0] in sys.stdlib_module_names else Party.THIRD
        return Origin(dotted, party, parts[0])

    def _in_module(self, module: str, file: str, rest: list[str], near: str, depth: int) -> Origin:
        party = self._party(module, file)
        if not rest:
            return Origin(module, party, module, file.rstrip("/"), 1, SymbolKind.MODULE, None)
        symbol = self._lookup(file, rest[0], near, depth)
        if isinstance(symbol, Origin):
            return self._within(symbol, rest[1:], near, depth)
        if symbol is None:
            return Origin(".".join([module, *rest]), Party.UNKNOWN, module, file)
        if symbol.kind is SymbolKind.IMPORT:
            return self._resolve(".".join([symbol.target, *rest[1:]]), near, depth + 1)
        found = Origin(f"{module}.{rest[0]}", party, module, file, symbol.line, symbol.kind, symbol.node)
        return self._within(found, rest[1:], near, depth)

    def _lookup(self, file: str, name: str, near: str, depth: int) -> Symbol | Origin | None:
        symbols = self.symbols(file)
        if name in symbols.names:
            return symbols.names[name]
        for star in symbols.stars:
            found = self._resolve(f"{star}.{name}", near, depth + 1)
            if found.party is not Party.UNKNOWN and (found.kind or not found.dotted.startswith(f"{star}.")):
                return found
        return None

    def _within(self, outer: Origin, rest: list[str], near: str, depth: int) -> Origin:
        """An attribute of a class, of an instance at module level, or of an alias."""
        if not rest:
            return outer
        if isinstance(outer.node, ast.ClassDef):
            return self._member(outer, rest, near, depth)
        if outer.kind is SymbolKind.VALUE and isinstance(outer.node, ast.expr):
            value = outer.node.func if isinstance(outer.node, ast.Call) else outer.node
            name = dotted_name(value)
            if name:
                behind = self._in_module(outer.module, outer.file, name.split("."), near, depth + 1)
                if isinstance(outer.node, ast.Call) and behind.kind is SymbolKind.FUNCTION:
                    return Origin(".".join([outer.dotted, *rest]), Party.UNKNOWN, outer.module, outer.file, outer.line)
                return self._within(behind, rest, near, depth + 1)
        if outer.party in (Party.THIRD, Party.STDLIB):
            return Origin(".".join([outer.dotted, *rest]), outer.party, outer.module)
        return Origin(".".join([outer.dotted, *rest]), Party.UNKNOWN, outer.module, outer.file, outer.line)

    def _member(self, outer: Origin, rest: list[str], near: str, depth: int) -> Origin:
        assert isinstance(outer.node, ast.ClassDef)
        symbols = symbols_of(outer.node.body, outer.module)
        symbol = symbols.names.get(rest[0]) or _instance_attribute(outer.node, rest[0])
        if symbol:
            dotted = f"{outer.dotted}.{rest[0]}"
            found = Origin(dotted, outer.party, outer.module, outer.file, symbol.line, symbol.kind, symbol.node)
            return self._within(found, rest[1:], near, depth + 1)
        for base in outer.node.bases:
            name = dotted_name(base)
            if not name or depth > _DEPTH:
                continue
            parent = self._in_module(outer.module, outer.file, name.split("."), near, depth + 1)
            found = self._within(parent, rest, near, depth + 1)
            if found.party is not Party.UNKNOWN:
                return found
        return Origin(".".join([outer.dotted, *rest]), Party.UNKNOWN, outer.module, outer.file, outer.line)

    def _party(self, module: str, file: str) -> Party:
        if self.is_test(file) or self.survey.ground.suite.holds(file.rstrip("/")):
            return Party.TEST
        return Party.BOUNDARY if self.boundaries.holds(module, file) else Party.FIRST


def _instance_attribute(node: ast.ClassDef, name: str) -> Symbol | None:
    """`self.name = ...` in a method."""
    for method in node.body:
        if not isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for child in ast.walk(method):
            if (
                isinstance(child, ast.Attribute)
                and child.attr == name
                and isinstance(child.ctx, ast.Store)
                and isinstance(child.value, ast.Name)
                and child.value.id == "self"
            ):
                return Symbol(SymbolKind.VALUE, child.lineno, None)
    return None
