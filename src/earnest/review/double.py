"""One replacement that a test puts in place, and what counts as a mock."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from .held import is_container
from .origin import Origin
from .symbols import SymbolKind
from .syntax import dotted_name, last_name
from .unit import Unit

__all__ = ["MOCKER_NAMES", "MOCK_CLASSES", "MOCK_MODULES", "Double", "Technique", "is_mock_call", "is_mocker"]

MOCK_MODULES = ("unittest.mock", "mock", "mock.mock", "asynctest", "asynctest.mock")
MOCK_CLASSES = frozenset(
    f"{module}.{name}"
    for module in MOCK_MODULES
    for name in (
        "Mock", "MagicMock", "AsyncMock", "NonCallableMock", "NonCallableMagicMock", "PropertyMock", "ThreadingMock",
        "CoroutineMock", "create_autospec",
    )
)  # fmt: skip
MOCKER_NAMES = frozenset({"mocker", "class_mocker", "module_mocker", "package_mocker", "session_mocker"})
"""The fixtures of pytest-mock."""
_MOCKER_MOCKS = frozenset(
    {"Mock", "MagicMock", "AsyncMock", "NonCallableMock", "PropertyMock", "create_autospec", "stub", "async_stub"}
)
_DATA = (
    ast.Constant, ast.List, ast.Dict, ast.Set, ast.Tuple, ast.JoinedStr, ast.UnaryOp, ast.BinOp, ast.ListComp,
    ast.DictComp, ast.SetComp, ast.Compare,
)  # fmt: skip

Technique = str
"""`patch`, `patch.object`, `patch.dict`, `patch.multiple`, `setattr`, `setitem`, `spy`, `assignment`, `override`."""


@dataclass(frozen=True, slots=True)
class Double:
    """One replacement."""

    node: ast.expr
    """The call or the assignment's target: where a finding is anchored."""
    technique: Technique
    target: str
    """The place that is replaced, as a dotted name with imports resolved, e.g. `app.services.requests.get`; empty when
    it cannot be told."""
    origin: Origin
    """Whose it is. For the target above that is `requests.get`."""
    replacement: ast.expr | None
    """What is put there; None for the mock that `patch` makes itself."""
    names: tuple[str, ...]
    """Local names under which the test sees the replacement."""
    specified: bool
    """Whether it is held to the interface of what it replaces: `autospec`, `spec`, `new_callable`, a real object."""
    unit: Unit
    """The test, fixture or module level in which it stands."""

    @property
    def place(self) -> str:
        """The name that is patched, as a module attribute, e.g. `app.services.requests.get`."""
        return self.target

    @property
    def is_behaviour(self) -> bool:
        """Whether it stands in for behaviour. A number, text or container that replaces a setting is no double."""
        if self.technique in ("patch.dict", "setitem", "spy") or _is_data(self.origin):
            return False
        value = self.replacement
        if value is None:
            return self.technique in ("patch", "patch.object", "patch.multiple")
        if isinstance(value, ast.Name):
            bound = self.unit.assigned.get(value.id) or self.unit.file.top.assigned.get(value.id)
            value = bound[-1] if bound else value
        return not isinstance(value, _DATA) and not (isinstance(value, ast.Call) and is_container(value))

    @property
    def is_mock(self) -> bool:
        """Whether a mock, which records and checks nothing by itself, is put there."""
        return self.replacement is None or is_mock_call(self.replacement, self.unit)


def _is_data(origin: Origin) -> bool:
    """Whether a plain value is bound to the name: a setting, a table, a cache."""
    node = origin.node
    if origin.kind is not SymbolKind.VALUE:
        return False
    if isinstance(node, ast.Constant):
        return node.value is not None
    return isinstance(node, _DATA) or (isinstance(node, ast.Call) and is_container(node))


def is_mock_call(node: ast.AST | None, unit: Unit) -> bool:
    """Whether the expression makes a mock: `MagicMock()`, `create_autospec(X)`, `mocker.stub()`, `mocker.patch(...)`."""
    if isinstance(node, ast.Await):
        node = node.value
    if not isinstance(node, ast.Call):
        return False
    last = last_name(node.func)
    if last not in _MOCKER_MOCKS and "Mock" not in last and last not in ("patch", "object", "multiple"):
        return False
    if unit.file.dotted(node.func) in MOCK_CLASSES:
        return True
    first, _, rest = dotted_name(node.func).partition(".")
    if is_mocker(first, unit):
        position = {"patch": 1, "patch.object": 2}.get(rest, 0)
        makes = rest in ("patch", "patch.object") and len(node.args) <= position
        return rest in _MOCKER_MOCKS or (makes and not any(given.arg == "new" for given in node.keywords))
    return False


def is_mocker(name: str, unit: Unit) -> bool:
    """Whether the argument is pytest-mock's fixture, by its name or its type."""
    return name in unit.arguments and (name in MOCKER_NAMES or typed_as(name, unit, "MockerFixture", "MockFixture"))


def typed_as(name: str, unit: Unit, *types: str) -> bool:
    """Whether an argument of the unit is annotated with a type of one of these last names."""
    if unit.node is None:
        return False
    given = unit.node.args
    return any(
        argument.arg == name and argument.annotation is not None and last_name(argument.annotation) in types
        for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)
    )
