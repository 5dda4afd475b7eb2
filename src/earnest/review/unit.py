"""One function of a test file, with everything that stands in it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Sequence
from enum import Enum
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from .syntax import last_name

if TYPE_CHECKING:
    from .origin import Origin
    from .testfile import TestFile

__all__ = ["SET_UP", "Function", "Unit", "UnitKind"]

Function = ast.FunctionDef | ast.AsyncFunctionDef
N = TypeVar("N", bound=ast.AST)


SET_UP = ("setUp", "setup_method", "asyncSetUp", "setUpClass", "setup_class", "setup", "__init__", "setUpTestData")
"""Methods that prepare the tests of their class."""


class UnitKind(Enum):
    """What a unit is to pytest."""

    TEST = "test"
    FIXTURE = "fixture"
    HELPER = "helper"
    """Any other function: called by tests, a hook, a method such as `setUp`."""
    MODULE = "module"
    """What stands in no function: the module's own level and the bodies of its classes."""


class Unit:
    """One test, fixture or helper. Functions nested in it are a part of it."""

    def __init__(
        self, file: TestFile, kind: UnitKind, node: Function | None, classes: tuple[ast.ClassDef, ...]
    ) -> None:
        """`classes`: those around the function, the outermost first."""
        self.file = file
        self.kind = kind
        self.node = node
        self.classes = classes
        self.by_type: dict[type[ast.AST], list[ast.AST]] = defaultdict(list)
        """Its nodes without names, contexts and operators, by their exact type, in the order of the tree."""
        self.origins: dict[ast.AST, Origin] = {}
        """Whose the expressions are that somebody has asked for already: rules ask for the same ones."""

    @property
    def name(self) -> str:
        """The function's name; empty for the module's level."""
        return self.node.name if self.node else ""

    @property
    def cls(self) -> ast.ClassDef | None:
        """The class around it."""
        return self.classes[-1] if self.classes else None

    @property
    def id(self) -> str:
        """The node id without parameters for a test, else the empty string."""
        if self.kind is not UnitKind.TEST:
            return ""
        return "::".join([self.file.path, *(cls.name for cls in self.classes), self.name])

    @property
    def body(self) -> Sequence[ast.stmt]:
        """The statements, without the docstring."""
        body: Sequence[ast.stmt] = self.node.body if self.node else self.file.tree.body
        first = body[0] if body else None
        docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        return body[1:] if docstring and isinstance(first.value.value, str) else body  # type: ignore[union-attr]  # docstring: first is an Expr

    @property
    def is_async(self) -> bool:
        """Whether it is a coroutine function."""
        return isinstance(self.node, ast.AsyncFunctionDef)

    @property
    def in_unittest(self) -> bool:
        """Whether it is a method of a `unittest.TestCase`."""
        return bool(self.cls and self.file.is_unittest(self.cls))

    def of(self, *kinds: type[N]) -> list[N]:
        """Its nodes of these exact types, in the order of the text within each type."""
        table = self.by_type
        if len(kinds) == 1:
            return table.get(kinds[0], [])  # type: ignore[return-value]  # the table's lists hold the key's type
        return [node for kind in kinds for node in table.get(kind, ())]  # type: ignore[misc]  # as above

    @cached_property
    def arguments(self) -> tuple[str, ...]:
        """The names of its parameters, without `self` and `cls`."""
        if self.node is None:
            return ()
        given = self.node.args
        names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
        return tuple(names[1:] if self.classes and names[:1] in (["self"], ["cls"]) else names)

    @cached_property
    def decorators(self) -> tuple[tuple[str, ast.expr], ...]:
        """Dotted name (imports resolved) and expression of its own decorators and those of the classes around it."""
        own = self.node.decorator_list if self.node else []
        around = [one for cls in self.classes for one in cls.decorator_list]
        return tuple((self.file.dotted(_called(one)), one) for one in (*own, *around))

    @cached_property
    def markers(self) -> dict[str, ast.expr]:
        """Name -> expression of the pytest markers on it, its classes and its module (`pytestmark`)."""
        marks = [one for _name, one in self.decorators] + self.file.module_marks
        found: dict[str, ast.expr] = {}
        for mark in marks:
            name = self.file.dotted(_called(mark))
            if name.startswith("pytest.mark."):
                found.setdefault(name.removeprefix("pytest.mark."), mark)
        return found

    @cached_property
    def parameters(self) -> frozenset[str]:
        """Arguments that `parametrize` fills."""
        names: set[str] = set()
        for name, mark in self.decorators:
            if name == "pytest.mark.parametrize" and isinstance(mark, ast.Call):
                given = mark.args[0] if mark.args else None
                elements = given.elts if isinstance(given, ast.Tuple | ast.List) else [given]
                for element in elements:
                    if isinstance(element, ast.Constant) and isinstance(element.value, str):
                        names.update(part.strip() for part in element.value.split(","))
        return frozenset(names)

    @cached_property
    def assigned(self) -> dict[str, list[ast.expr]]:
        """Local name -> the values that it is bound to by `=`, `:=`, `with … as` (the context manager), in order."""
        found: dict[str, list[ast.expr]] = defaultdict(list)
        for node in self.of(ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found[target.id].append(node.value)
                elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    for one, value in zip(target.elts, node.value.elts, strict=False):
                        if isinstance(one, ast.Name):
                            found[one.id].append(value)
        for annotated in self.of(ast.AnnAssign):
            if isinstance(annotated.target, ast.Name) and annotated.value:
                found[annotated.target.id].append(annotated.value)
        for named in self.of(ast.NamedExpr):
            found[named.target.id].append(named.value)
        for item in self.of(ast.withitem):
            if isinstance(item.optional_vars, ast.Name):
                found[item.optional_vars.id].append(item.context_expr)
        return found

    @cached_property
    def preparing(self) -> tuple[Unit, ...]:
        """The methods of its class that run before each of its tests, as far as they stand there."""
        found = [
            other for name in SET_UP for other in self.file.functions.get(name, ()) if other.classes == self.classes
        ]
        return tuple(found) if self.classes else ()

    @cached_property
    def fixtures(self) -> tuple[Unit, ...]:
        """The fixtures that it gets, by name and through them, autouse ones too, as far as their text can be found."""
        return self.file.fixtures_of(self)

    def calls(self, *names: str) -> list[ast.Call]:
        """The calls whose function has one of these last names, e.g. `assert_called_once` of `m.f.assert_called_once()`, in
        the order of the text."""
        found = [entry for name in dict.fromkeys(names) for entry in self._calls.get(name, ())]
        return [call for _number, call in (sorted(found, key=itemgetter(0)) if len(names) > 1 else found)]

    @cached_property
    def _calls(self) -> dict[str, list[tuple[int, ast.Call]]]:
        """Last name -> the calls, numbered in the order of the text: most rules look for calls by their names."""
        table: dict[str, list[tuple[int, ast.Call]]] = defaultdict(list)
        for number, call in enumerate(self.of(ast.Call)):
            table[last_name(call.func)].append((number, call))
        return table

    @cached_property
    def own_assignments(self) -> dict[str, list[ast.Assign]]:
        """Attribute -> the assignments that bind `self.attribute` or `cls.attribute`, in the order of the text."""
        table: dict[str, list[ast.Assign]] = defaultdict(list)
        for statement in self.of(ast.Assign):
            for target in statement.targets:
                if (
                    isinstance(target, ast.Attribute)
                    and isinstance(target.value, ast.Name)
                    and target.value.id in ("self", "cls")
                ):
                    table[target.attr].append(statement)
        return table

    def __repr__(self) -> str:
        """For debugging."""
        return f"<{self.kind.value} {self.file.path}::{self.name}>"


def _called(node: ast.expr) -> ast.expr:
    return node.func if isinstance(node, ast.Call) else node
