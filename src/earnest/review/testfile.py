"""A file of the suite, parsed and sorted: its names, tests, fixtures and helpers."""

from __future__ import annotations

import ast
import builtins
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from ..model import SourceFile
from .codebase import Codebase
from .naming import Naming
from .origin import Origin, Party
from .symbols import SymbolKind, imported
from .syntax import dotted_name, text_of
from .text import Text
from .unit import Function, Unit, UnitKind
from .variables import origin_of
from .walk import parent_of, sort_nodes

if TYPE_CHECKING:
    from .double import Double
    from .oracles import Oracle
    from .subject import OwnCall

__all__ = ["TestFile", "naming_of", "suite_file"]

_FIXTURES = frozenset(
    {"pytest.fixture", "pytest_asyncio.fixture", "pytest.yield_fixture", "anyio.pytest_plugin.fixture"}
)
_BUILTINS = frozenset(dir(builtins))
_UNITTEST = frozenset({
    "unittest.TestCase", "unittest.IsolatedAsyncioTestCase", "unittest.case.TestCase", "django.test.TestCase",
    "django.test.SimpleTestCase", "django.test.TransactionTestCase", "django.test.LiveServerTestCase",
    "twisted.trial.unittest.TestCase", "testtools.TestCase", "absl.testing.absltest.TestCase",
})  # fmt: skip


class TestFile:
    """One file. Questions about names go through its imports to the codebase."""

    __test__ = False

    def __init__(self, source: SourceFile, tree: ast.Module, codebase: Codebase, naming: Naming) -> None:
        """`tree` is that of `source`; it gets parents."""
        self.path = source.path
        self.text = Text(source.text)
        self.tree = tree
        self.codebase = codebase
        self.naming = naming
        self.module = codebase.module_of(source.path)
        self.base = codebase.base_of(source.path)
        self.asserting: dict[int, bool] = {}
        """By the id of a helper's unit: whether it contains a check, as far as `oracles` has looked."""
        self.origins: dict[int, Origin] = {}
        """By the id of an expression's node: whose the object behind it is, as far as `variables` was asked."""
        self.members: dict[int, dict[str, ast.Assign | ast.AnnAssign]] = {}
        """By the id of a class: what its body assigns, as far as `variables` was asked."""
        self.own_calls: dict[int, list[OwnCall]] = {}
        """By the id of a unit: its calls of first-party code, as far as `subject` was asked."""
        self.mocks: dict[int, frozenset[str]] = {}
        """By the id of a unit: the names that hold mocks there, as far as `doubles` was asked."""
        self.doubles: dict[int, list[Double]] = {}
        """By the id of a unit: what it replaces, as far as `doubles` has looked."""
        self.oracles: dict[int, list[Oracle]] = {}
        """By the id of a unit: its checks, as far as `oracles` has looked."""
        self.units = sort_nodes(self)
        for unit in self.units:
            if unit.node is not None:
                unit.kind = self._classify(unit.node, unit.classes)

    # -- parts --------------------------------------------------------------------------------------------------------

    @cached_property
    def lines(self) -> list[str]:
        """The text by line, without line ends. Python's own idea of a line: only `\\n` ends one."""
        return self.text.split("\n")

    @cached_property
    def _starts(self) -> list[int]:
        """The offset of each line's first character."""
        return list(accumulate((len(line) + 1 for line in self.lines), initial=0))

    def column(self, line: int, byte_column: int) -> int:
        """The syntax tree counts columns in UTF-8 bytes (`col_offset`): this is the same one in characters, from 0."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return byte_column if text.isascii() else len(text.encode()[:byte_column].decode(errors="replace"))

    def offset(self, line: int, byte_column: int) -> int:
        """Where `(lineno, col_offset)` of a node stands in `text`, in characters: what a TextEdit wants."""
        return self._starts[line - 1] + self.column(line, byte_column)

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """The offsets in `text` of the node's first character and of the one behind its last."""
        end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        return self.offset(node.lineno, node.col_offset), self.offset(end_line, end_column)

    @property
    def top(self) -> Unit:
        """The module's own level."""
        return self.units[0]

    @cached_property
    def tests(self) -> list[Unit]:
        """The functions and methods that pytest collects."""
        return [unit for unit in self.units if unit.kind is UnitKind.TEST]

    @cached_property
    def functions(self) -> dict[str, list[Unit]]:
        """Every unit by its name."""
        table: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units[1:]:
            table[unit.name].append(unit)
        return table

    @cached_property
    def classes(self) -> dict[str, ast.ClassDef]:
        """The classes at module level."""
        return {node.name: node for node in self.top.of(ast.ClassDef)}

    @cached_property
    def module_marks(self) -> list[ast.expr]:
        """What `pytestmark` holds."""
        marks: list[ast.expr] = []
        for value in self.top.assigned.get("pytestmark", ()):
            marks += value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
        return marks

    def _classify(self, node: Function, classes: tuple[ast.ClassDef, ...]) -> UnitKind:
        for decorator in node.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            if self.dotted(called) in _FIXTURES:
                return UnitKind.FIXTURE
        unittest = bool(classes) and self.is_unittest(classes[-1])
        named = node.name.startswith("test") if unittest else self.naming.function(node.name)
        collected = not classes or self.naming.collects(classes, unittest)
        return UnitKind.TEST if named and collected and self._is_collected_file else UnitKind.HELPER

    @cached_property
    def _is_collected_file(self) -> bool:
        """Functions named like tests in conftest.py or a helper module are not collected."""
        name = self.path.rpartition("/")[2]
        return name != "conftest.py" and (
            self.codebase.survey.ground.suite.names(name) or not self.path.endswith(".py")
        )

    def is_unittest(self, cls: ast.ClassDef) -> bool:
        """Whether the class is a `unittest.TestCase`, through bases of the project as well."""
        return self._is_unittest(cls, 0)

    def _is_unittest(self, cls: ast.ClassDef, depth: int) -> bool:
        for base in cls.bases:
            name = self.dotted(base)
            if name in _UNITTEST or name.endswith(".TestCase"):
                return True
            local = self.classes_by_name.get(dotted_name(base))
            if local is not None and local is not cls and depth < 8 and self._is_unittest(local, depth + 1):
                return True
            if local is None and name and self._inherits_unittest(self.codebase.resolve(name, self.base), depth):
                return True
        return False

    def _inherits_unittest(self, origin: Origin, depth: int) -> bool:
        if origin.dotted in _UNITTEST or origin.dotted.endswith(".TestCase"):
            return True
        if not isinstance(origin.node, ast.ClassDef) or depth > 8:
            return False
        near = self.codebase.base_of(origin.file)
        names = [dotted_name(base) for base in origin.node.bases]
        bases = [self.codebase.resolve(f"{origin.module}.{name}", near) for name in names if name]
        return any(self._inherits_unittest(base, depth + 1) for base in bases)

    @cached_property
    def classes_by_name(self) -> dict[str, ast.ClassDef]:
        """The classes of the module's level, read before the units are sorted."""
        return {node.name: node for node in self.tree.body if isinstance(node, ast.ClassDef)}

    # -- names --------------------------------------------------------------------------------------------------------

    @cached_property
    def imports(self) -> dict[str, str]:
        """Local name -> dotted name of every import in the file, inside functions too; the module's level wins."""
        package = self.module if self.path.endswith("__init__.py") else self.module.rpartition(".")[0]
        found: dict[str, str] = {}
        inner: dict[str, str] = {}
        statements: list[ast.Import | ast.ImportFrom] = []
        for unit in self.units:
            statements += [*unit.of(ast.Import), *unit.of(ast.ImportFrom)]
        for node in sorted(statements, key=lambda node: node.lineno):
            target = found if parent_of(node) is self.tree else inner
            target.update(pair for pair in imported(node, package) if pair[0] != "*")
        return {**inner, **found}

    def dotted(self, node: ast.AST | None) -> str:
        """The dotted name of an expression, its first part replaced by what it was imported as; a definition of this
        file gets the module's name in front. The empty string for a local variable or anything that is no name."""
        return self.dotted_text(dotted_name(node))

    def dotted_text(self, written: str) -> str:
        """As `dotted`, for a name as it is written in this file."""
        if not written:
            return ""
        first, _, rest = written.partition(".")
        if first in self.imports:
            return f"{self.imports[first]}.{rest}" if rest else self.imports[first]
        if first in self._defined:
            return f"{self.module}.{written}"
        return written if first in _BUILTINS else ""

    @cached_property
    def _defined(self) -> frozenset[str]:
        symbols = self.codebase.symbols(self.path).names if self.path.endswith(".py") else {}
        return frozenset(name for name, symbol in symbols.items() if symbol.kind is not SymbolKind.IMPORT)

    def origin(self, node: ast.AST | str | None) -> Origin:
        """Whose code a dotted name, or the name in an expression, is. UNKNOWN for local variables."""
        dotted = node if isinstance(node, str) else self.dotted(node)
        if not dotted:
            return Origin("", Party.UNKNOWN)
        return self.codebase.resolve(dotted, self.base)

    def origin_in(self, unit: Unit, node: ast.AST | None) -> Origin:
        """As `origin`, but variables, fixtures and `self.attributes` that hold an instance are followed to its class:
        `service = UserService(); service.get` is `app.services.UserService.get`."""
        if node is None:
            return origin_of(unit, node)
        if node not in unit.origins:
            unit.origins[node] = origin_of(unit, node)
        return unit.origins[node]

    # -- fixtures -----------------------------------------------------------------------------------------------------

    @cached_property
    def own_fixtures(self) -> dict[str, list[Unit]]:
        """The fixtures that this file defines, by the name under which tests ask for them."""
        table: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            if unit.kind is UnitKind.FIXTURE:
                table[_fixture_name(unit)].append(unit)
        return table

    def fixture(self, name: str, asker: Unit) -> Unit | None:
        """The fixture of this name that pytest gives to a test or fixture here, as far as its text can be found:
        its class, this file, imports, the conftest chain, `pytest_plugins`."""
        candidates = self.own_fixtures.get(name, ())
        for unit in reversed(candidates):
            if unit is not asker and (not unit.classes or unit.classes == asker.classes[: len(unit.classes)]):
                return unit
        for file in self.conftests:
            if file is not self and (found := file.own_fixtures.get(name)):
                return found[-1]
        return self._imported_fixture(name)

    def _imported_fixture(self, name: str) -> Unit | None:
        for file in (self, *self.conftests):
            target = file.imports.get(name)
            origin = file.origin(target) if target else None
            if origin and origin.party is Party.TEST and origin.file:
                found = self.codebase_file(origin.file)
                if found and (units := found.own_fixtures.get(name)):
                    return units[-1]
        return None

    @cached_property
    def conftests(self) -> tuple[TestFile, ...]:
        """The conftest.py files that hold here, the nearest first, and the modules that they name as plugins."""
        found: list[TestFile] = []
        directory = self.path.rpartition("/")[0]
        while True:
            path = f"{directory}/conftest.py" if directory else "conftest.py"
            if self.codebase.survey.tree.has_module(path.removesuffix(".py")):
                file = self.codebase_file(path)
                if file:
                    found += [file, *file.plugins]
            if not directory:
                return tuple(found)
            directory = directory.rpartition("/")[0]

    @cached_property
    def plugins(self) -> list[TestFile]:
        """The modules of the project that `pytest_plugins` names."""
        names: list[str] = []
        for value in self.top.assigned.get("pytest_plugins", ()):
            elements = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
            names += filter(None, map(text_of, elements))
        paths = [self.codebase.file_of(name, self.base) for name in names]
        files = [self.codebase_file(path) for path in paths if path and path.endswith(".py")]
        return [file for file in files if file]

    def codebase_file(self, path: str) -> TestFile | None:
        """Another file of the suite, read as this one was; None where it cannot be parsed."""
        return self if path == self.path else suite_file(self.codebase, path)

    def fixtures_of(self, unit: Unit) -> tuple[Unit, ...]:
        """All fixtures that run for this unit, each once, the ones asked for first, then autouse ones."""
        found: dict[int, Unit] = {}
        pending = [self.fixture(name, unit) for name in _asked(unit)] + list(self._autouse(unit))
        pending.reverse()
        while pending:
            fixture = pending.pop()
            if fixture is None or fixture is unit or id(fixture) in found:
                continue
            found[id(fixture)] = fixture
            pending += [fixture.file.fixture(name, fixture) for name in fixture.arguments if name != "request"]
        return tuple(found.values())

    def _autouse(self, unit: Unit) -> Iterator[Unit]:
        for file in (self, *self.conftests):
            for one in file.autouse:
                if not one.classes or one.classes == unit.classes[: len(one.classes)]:
                    yield one

    @cached_property
    def autouse(self) -> list[Unit]:
        """The fixtures of this file that every test in their reach gets."""
        return [one for units in self.own_fixtures.values() for one in units if is_autouse(one)]


def suite_file(codebase: Codebase, path: str) -> TestFile | None:
    """A file of the suite by its relative path, read once; None where it cannot be read or parsed."""
    if path not in codebase.files:
        source, tree = codebase.source(path), codebase.tree(path)
        made = TestFile(source, tree, codebase, naming_of(codebase)) if source and tree else None
        codebase.files[path] = made
    found = codebase.files[path]
    assert found is None or isinstance(found, TestFile)
    return found


def naming_of(codebase: Codebase) -> Naming:
    """What pytest's configuration says about names."""
    options = codebase.survey.options
    return Naming(options.python_functions or ("test",), options.python_classes or ("Test",))


def _asked(unit: Unit) -> Iterator[str]:
    """The fixtures that a test names, by parameter or by `usefixtures`."""
    yield from (name for name in unit.arguments if name not in unit.parameters)
    mark = unit.markers.get("usefixtures")
    if isinstance(mark, ast.Call):
        yield from filter(None, map(text_of, mark.args))


def is_autouse(fixture: Unit) -> bool:
    """Whether every test in its reach gets it."""
    for name, expression in fixture.decorators:
        if name in _FIXTURES and isinstance(expression, ast.Call):
            for given in expression.keywords:
                if given.arg == "autouse" and isinstance(given.value, ast.Constant) and given.value.value is True:
                    return True
    return False


def _fixture_name(fixture: Unit) -> str:
    for name, expression in fixture.decorators:
        if name in _FIXTURES and isinstance(expression, ast.Call):
            for given in expression.keywords:
                if given.arg == "name" and text_of(given.value):
                    return text_of(given.value)
    return fixture.name
