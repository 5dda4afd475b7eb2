"""Test doubles: what a test or its fixtures put in the place of something else, and whose that something is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from .origin import Origin, Party
from .syntax import dotted_name, keyword, text_of
from .unit import Unit
from .walk import parent_of

__all__ = ["MOCK_CLASSES", "Double", "Technique", "doubles_in", "doubles_of", "is_mock_call", "mocks_of"]

MOCK_CLASSES = frozenset(
    f"{module}.{name}"
    for module in ("unittest.mock", "mock", "mock.mock", "asynctest", "asynctest.mock")
    for name in (
        "Mock", "MagicMock", "AsyncMock", "NonCallableMock", "NonCallableMagicMock", "PropertyMock", "ThreadingMock",
        "CoroutineMock", "create_autospec",
    )
)  # fmt: skip
_PATCH = frozenset(
    f"{module}.patch" for module in ("unittest.mock", "mock", "mock.mock", "asynctest", "asynctest.mock")
)
_MOCKER = frozenset({"mocker", "class_mocker", "module_mocker", "package_mocker", "session_mocker"})
_MOCKER_MOCKS = frozenset(
    {"Mock", "MagicMock", "AsyncMock", "NonCallableMock", "PropertyMock", "create_autospec", "stub", "async_stub"}
)
_MONKEYPATCH = frozenset({"monkeypatch", "mp", "monkey_patch", "m"})
_SPECIFICATIONS = ("autospec", "spec", "spec_set")

Technique = str
"""`patch`, `patch.object`, `patch.dict`, `patch.multiple`, `setattr`, `setitem`, `spy`, `assignment`, `override`."""


@dataclass(frozen=True, slots=True)
class Double:
    """One replacement."""

    node: ast.expr
    """The call or the assignment's target: where a finding is anchored."""
    technique: Technique
    target: str
    """What is replaced, as a dotted name with imports resolved; empty when it cannot be told."""
    origin: Origin
    """Whose it is. For a target such as `app.services.requests.get` that is `requests.get`."""
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
        value = self.replacement
        if value is None:
            return self.technique in ("patch", "patch.object", "patch.multiple")
        if isinstance(
            value, ast.Constant | ast.List | ast.Dict | ast.Set | ast.Tuple | ast.JoinedStr | ast.UnaryOp | ast.BinOp
        ):
            return False
        return self.technique not in ("patch.dict", "setitem", "spy")


def doubles_of(test: Unit) -> list[Double]:
    """The doubles that the test and its fixtures put in place, decorators of its class and `setUp` included."""
    found = list(doubles_in(test))
    for cls in test.classes:
        for decorator in cls.decorator_list:
            found += _patch_call(decorator, test, ())
    for method in ("setUp", "setup_method", "asyncSetUp", "setUpClass", "setup_class"):
        for unit in test.file.functions.get(method, ()):
            if unit.classes and unit.classes == test.classes:
                found += doubles_in(unit)
    for fixture in test.fixtures:
        found += doubles_in(fixture)
    return found


def doubles_in(unit: Unit) -> Iterator[Double]:
    """The doubles that this function (or the module's level) puts in place by itself, in the order of the text."""
    yield from _decorators(unit)
    decorators = {id(expression) for _name, expression in unit.decorators}
    for call in unit.of(ast.Call):
        if id(call) not in decorators:
            yield from _patch_call(call, unit, _bound_names(call))
            yield from _setattr(call, unit)
    for assignment in unit.of(ast.Assign):
        yield from _assignment(assignment, unit)


def is_mock_call(node: ast.AST | None, unit: Unit) -> bool:
    """Whether the expression makes a mock: `MagicMock()`, `create_autospec(X)`, `mocker.stub()`, `mocker.patch(...)`."""
    if isinstance(node, ast.Await):
        node = node.value
    if not isinstance(node, ast.Call):
        return False
    if unit.file.dotted(node.func) in MOCK_CLASSES:
        return True
    first, _, rest = dotted_name(node.func).partition(".")
    if first in _MOCKER and first in unit.arguments:
        return rest in _MOCKER_MOCKS or (rest.partition(".")[0] == "patch" and _replacement(node, rest) is None)
    return False


def mocks_of(test: Unit) -> frozenset[str]:
    """Names in the test that hold mocks: made there, handed in by `patch`, or by a fixture that returns one."""
    names = set(_local_mocks(test))
    for double in doubles_in(test):
        if double.replacement is None or is_mock_call(double.replacement, test):
            names.update(double.names)
    for argument in test.arguments:
        fixture = test.file.fixture(argument, test) if argument not in test.parameters else None
        if fixture is not None and _returns_mock(fixture):
            names.add(argument)
    return frozenset(names)


def _local_mocks(unit: Unit) -> Iterator[str]:
    for name, values in unit.assigned.items():
        if any(is_mock_call(value, unit) for value in values):
            yield name


def _returns_mock(fixture: Unit) -> bool:
    handed: list[ast.Return | ast.Yield] = [*fixture.of(ast.Return), *fixture.of(ast.Yield)]
    local = set(_local_mocks(fixture))
    for double in doubles_in(fixture):
        if double.replacement is None:
            local.update(double.names)
    return any(
        is_mock_call(one.value, fixture) or (isinstance(one.value, ast.Name) and one.value.id in local)
        for one in handed
    )


def _decorators(unit: Unit) -> Iterator[Double]:
    """Patches by decorators. The lowest one fills the first argument."""
    if unit.node is None:
        return
    arguments = iter(unit.arguments)
    for decorator in reversed(unit.node.decorator_list):
        for double in _patch_call(decorator, unit, ()):
            injected = double.replacement is None and double.technique in ("patch", "patch.object")
            name = next(arguments, None) if injected else None
            yield Double(
                double.node, double.technique, double.target, double.origin, double.replacement,
                (name,) if name else (), double.specified, unit,
            )  # fmt: skip


def _patch_call(node: ast.expr, unit: Unit, names: tuple[str, ...]) -> Iterator[Double]:
    """The doubles of one `patch…(...)` or `mocker.patch…(...)` call."""
    if not isinstance(node, ast.Call):
        return
    technique = _technique(node, unit)
    if not technique:
        return
    replacement = _replacement(node, technique)
    specified = _is_specified(node, technique)
    if technique == "patch.multiple":
        owner, _origin = _owner(node.args[0] if node.args else keyword(node, "target"), unit)
        for given in node.keywords:
            if given.arg and given.arg not in ("target", "spec", "create", "spec_set", "autospec", "new_callable"):
                target = f"{owner}.{given.arg}" if owner else ""
                new = None if dotted_name(given.value).endswith("DEFAULT") else given.value
                yield Double(node, technique, target, unit.file.origin(target), new, (), specified, unit)
        return
    target, origin = _target(node, technique, unit)
    yield Double(node, technique, target, origin, replacement, names, specified, unit)


def _technique(call: ast.Call, unit: Unit) -> Technique:
    name = unit.file.dotted(call.func)
    for patch in _PATCH:
        if name == patch or name.startswith(f"{patch}."):
            return f"patch{name.removeprefix(patch)}"
    first, _, rest = dotted_name(call.func).partition(".")
    if first in _MOCKER and first in unit.arguments:
        if rest == "spy":
            return "spy"
        if rest == "patch" or rest.startswith("patch."):
            return rest.removesuffix(".context_manager")
    if rest == "patch" or rest.startswith("patch."):  # `self.mocker.patch`, `mock.patch` behind an unknown import
        return rest if first == "mock" and unit.file.imports.get("mock", "").endswith("mock") else ""
    return ""


def _target(call: ast.Call, technique: Technique, unit: Unit) -> tuple[str, Origin]:
    """The dotted name that is replaced, and whose it is."""
    first = call.args[0] if call.args else keyword(call, "target", "in_dict")
    if technique in ("patch.object", "spy"):
        attribute = text_of(call.args[1] if len(call.args) > 1 else keyword(call, "attribute", "name"))
        return _attribute(first, attribute, unit)
    if technique == "patch.dict":
        dotted = text_of(first) or unit.file.dotted(first)
        return dotted, unit.file.origin(dotted)
    dotted = _text(first, unit)
    return dotted, unit.file.origin(dotted)


def _text(node: ast.expr | None, unit: Unit) -> str:
    """A string as the file's text shows it: a literal, or `f"{__name__}.x"`, or a module constant."""
    if text_of(node):
        return text_of(node)
    if isinstance(node, ast.Name):
        values = unit.assigned.get(node.id) or unit.file.top.assigned.get(node.id) or []
        return text_of(values[-1]) if len(values) == 1 else ""
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.FormattedValue) else part for part in node.values]
        texts = [unit.file.module if dotted_name(part) == "__name__" else _text(part, unit) for part in parts]
        return "".join(texts) if all(texts) else ""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left, unit), _text(node.right, unit)
        return left + right if left and right else ""
    return ""


def _attribute(owner: ast.expr | None, attribute: str, unit: Unit) -> tuple[str, Origin]:
    dotted, origin = _owner(owner, unit)
    if not dotted or not attribute:
        return "", Origin("", Party.UNKNOWN)
    found = unit.file.codebase.resolve(f"{dotted}.{attribute}", unit.file.base)
    if found.party is Party.UNKNOWN and origin.party in (Party.THIRD, Party.STDLIB):
        return f"{dotted}.{attribute}", Origin(f"{origin.dotted}.{attribute}", origin.party, origin.module)
    return f"{dotted}.{attribute}", found


def _owner(node: ast.expr | None, unit: Unit) -> tuple[str, Origin]:
    """The object whose attribute is replaced: a module or class by its name, or an instance by its class."""
    if text_of(node):
        return text_of(node), unit.file.origin(text_of(node))
    if node is None:
        return "", Origin("", Party.UNKNOWN)
    origin = unit.file.origin_in(unit, node)
    return origin.dotted, origin


def _replacement(call: ast.Call, technique: Technique) -> ast.expr | None:
    position = {"patch": 1, "patch.object": 2}.get(technique)
    if technique == "patch.dict":
        return call.args[1] if len(call.args) > 1 else keyword(call, "values")
    if position is None:
        return None
    given = call.args[position] if len(call.args) > position else keyword(call, "new")
    if given is not None and dotted_name(given).endswith("DEFAULT"):
        return None
    return given


def _is_specified(call: ast.Call, technique: Technique) -> bool:
    given = keyword(call, *_SPECIFICATIONS)
    if given is not None:
        return not (isinstance(given, ast.Constant) and given.value in (None, False))
    return keyword(call, "new_callable") is not None or _replacement(call, technique) is not None


def _bound_names(call: ast.Call) -> tuple[str, ...]:
    """`with patch(...) as m`, `m = mocker.patch(...)`, `m = patch(...).start()`."""
    around = parent_of(call)
    if isinstance(around, ast.withitem) and isinstance(around.optional_vars, ast.Name):
        return (around.optional_vars.id,)
    if isinstance(around, ast.Call) and isinstance(around.func, ast.Attribute) and around.func.attr == "enter_context":
        around = parent_of(around)
    if isinstance(around, ast.Attribute) and around.attr == "start":
        outer = parent_of(around)
        around = parent_of(outer) if outer is not None else None
    if isinstance(around, ast.Assign):
        return tuple(dotted_name(target) for target in around.targets if dotted_name(target))
    return ()


def _setattr(call: ast.Call, unit: Unit) -> Iterator[Double]:
    """`monkeypatch.setattr(owner, "name", value)`, `monkeypatch.setattr("dotted.name", value)`, `setitem`."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in ("setattr", "setitem") or not call.args:
        return
    first = dotted_name(call.func.value)
    if first not in _MONKEYPATCH and "monkeypatch" not in first.lower():
        return
    if call.func.attr == "setitem":
        value = call.args[2] if len(call.args) > 2 else keyword(call, "value")
        target = unit.file.dotted(call.args[0])
        yield Double(call, "setitem", target, unit.file.origin(target), value, (), True, unit)
    elif len(call.args) == 2 and text_of(call.args[0]):
        target = text_of(call.args[0])
        yield Double(call, "setattr", target, unit.file.origin(target), call.args[1], _name(call.args[1]), True, unit)
    elif len(call.args) >= 2:
        target, origin = _attribute(call.args[0], _text(call.args[1], unit), unit)
        value = call.args[2] if len(call.args) > 2 else keyword(call, "value")
        yield Double(call, "setattr", target, origin, value, _name(value), True, unit)


def _name(node: ast.expr | None) -> tuple[str, ...]:
    return (node.id,) if isinstance(node, ast.Name) else ()


def _assignment(node: ast.Assign, unit: Unit) -> Iterator[Double]:
    """`module.f = Mock()`, `Service.method = fake`, `service.repo = Mock()`, `app.dependency_overrides[f] = fake`."""
    for target in node.targets:
        if isinstance(target, ast.Attribute):
            dotted, origin = _attribute(target.value, target.attr, unit)
            if dotted and (is_mock_call(node.value, unit) or _replaces_behaviour(node.value, origin)):
                yield Double(target, "assignment", dotted, origin, node.value, (), False, unit)
        elif isinstance(target, ast.Subscript) and dotted_name(target.value).endswith("dependency_overrides"):
            origin = unit.file.origin_in(unit, target.slice)
            yield Double(target, "override", origin.dotted, origin, node.value, (), True, unit)


def _replaces_behaviour(value: ast.expr, origin: Origin) -> bool:
    """Whether a function or class is put in the place of another one."""
    if isinstance(value, ast.Lambda):
        return True
    return isinstance(origin.node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and isinstance(
        value, ast.Name
    )
