"""Reads single calls and assignments that put a double in place."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .double import MOCK_CLASSES, MOCK_MODULES, MOCKER_NAMES, Double, Technique, is_mock_call, is_mocker, typed_as
from .origin import Origin, Party
from .syntax import dotted_name, keyword, last_name, text_of
from .unit import Unit
from .walk import parent_of

__all__ = ["REPLACING", "assignments", "patches", "setattrs"]

_LAST = frozenset({"patch", "object", "dict", "multiple", "spy", "context_manager", "p"})
_SETS = frozenset({"setattr", "setitem", "patch"})
REPLACING = tuple(sorted(_LAST | _SETS))
"""The last names of all functions and methods that can put a double in place."""
_PATCH = tuple(f"{module}.patch" for module in MOCK_MODULES)
_MULTIPLE = frozenset({"target", "spec", "create", "spec_set", "autospec", "new_callable"})
_UNKNOWN = Origin("", Party.UNKNOWN)


def patches(call: ast.Call, unit: Unit) -> Iterator[Double]:
    """The doubles of one `patch…(...)` or `mocker.patch…(...)` call."""
    technique = _technique(call, unit)
    if not technique:
        return
    specified = _is_specified(call, technique, unit)
    if technique == "patch.multiple":
        owner, _origin = _owner(call.args[0] if call.args else keyword(call, "target"), unit)
        for given in call.keywords:
            if given.arg and given.arg not in _MULTIPLE:
                target = f"{owner}.{given.arg}" if owner else ""
                made = dotted_name(given.value).endswith("DEFAULT")
                new, names = (None, (given.arg,)) if made else (given.value, ())
                yield Double(call, technique, target, unit.file.origin(target), new, names, specified, unit)
        return
    target, origin = _target(call, technique, unit)
    yield Double(call, technique, target, origin, _new(call, technique), _names(call, unit), specified, unit)


def _technique(call: ast.Call, unit: Unit) -> Technique:
    if last_name(call.func) not in _LAST:
        return ""
    written = dotted_name(call.func)
    first, _, rest = written.partition(".")
    if first == "self":
        first, _, rest = rest.partition(".")
        mocker = first in MOCKER_NAMES
    else:
        mocker = is_mocker(first, unit)
    if mocker:
        rest = rest.removesuffix(".context_manager")
        return rest if rest == "spy" or rest == "patch" or rest.startswith("patch.") else ""
    name = unit.file.dotted(call.func)
    for dotted in (name, unit.file.origin(name).dotted if name else ""):
        for patch in _PATCH:
            if dotted == patch or dotted.startswith(f"{patch}."):
                return f"patch{dotted.removeprefix(patch)}"
    return ""


def _target(call: ast.Call, technique: Technique, unit: Unit) -> tuple[str, Origin]:
    """The dotted name that is replaced, and whose it is."""
    first = call.args[0] if call.args else keyword(call, "target", "in_dict", "obj")
    if technique in ("patch.object", "spy"):
        attribute = _text(call.args[1] if len(call.args) > 1 else keyword(call, "attribute", "name"), unit)
        return _attribute(first, attribute, unit)
    dotted = _text(first, unit)
    if technique == "patch.dict" and not dotted:
        dotted = unit.file.dotted(first)
    return dotted, unit.file.origin(dotted)


def _text(node: ast.expr | None, unit: Unit) -> str:
    """A string as the file's text shows it: a literal, a constant of the module, `f"{__name__}.x"`, a sum of these."""
    if text_of(node):
        return text_of(node)
    if isinstance(node, ast.Name):
        values = unit.assigned.get(node.id) or unit.file.top.assigned.get(node.id) or []
        return text_of(values[-1]) if len(values) == 1 else ""
    if isinstance(node, ast.Attribute) and node.attr == "__name__":
        return unit.file.dotted(node.value)
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
        return "", _UNKNOWN
    if origin.party in (Party.THIRD, Party.STDLIB) and origin.file == "":
        return f"{dotted}.{attribute}", Origin(f"{origin.dotted}.{attribute}", origin.party, origin.module)
    return f"{dotted}.{attribute}", unit.file.codebase.resolve(f"{dotted}.{attribute}", unit.file.base)


def _owner(node: ast.expr | None, unit: Unit) -> tuple[str, Origin]:
    """The object whose attribute is replaced: a module or class by its name, or an instance by its class."""
    if node is None:
        return "", _UNKNOWN
    text = _text(node, unit)
    if text:
        return text, unit.file.origin(text)
    origin = unit.file.origin_in(unit, node)
    if origin.dotted.startswith(_PATCH) or origin.dotted in MOCK_CLASSES:
        return "", _UNKNOWN  # an attribute of a mock
    return origin.dotted, origin


def _new(call: ast.Call, technique: Technique) -> ast.expr | None:
    """What is put there; None where `patch` makes a mock."""
    if technique == "patch.dict":
        return call.args[1] if len(call.args) > 1 else keyword(call, "values")
    position = {"patch": 1, "patch.object": 2}.get(technique)
    if position is None:
        return None
    given = call.args[position] if len(call.args) > position else keyword(call, "new")
    return None if given is not None and dotted_name(given).endswith("DEFAULT") else given


def _is_specified(call: ast.Call, technique: Technique, unit: Unit) -> bool:
    given = keyword(call, "autospec", "spec", "spec_set", "wraps")
    if given is not None:
        return not (isinstance(given, ast.Constant) and given.value in (None, False))
    factory = keyword(call, "new_callable")
    if factory is not None:
        return last_name(factory) not in ("Mock", "MagicMock", "AsyncMock")
    new = _new(call, technique)
    if new is not None and is_mock_call(new, unit):
        assert isinstance(new, ast.Call)
        named = last_name(new.func) == "create_autospec" or keyword(new, "spec", "spec_set", "wraps") is not None
        return named or bool(new.args)
    return new is not None


def _names(call: ast.Call, unit: Unit) -> tuple[str, ...]:
    """`with patch(...) as m`, `m = mocker.patch(...)`, `m = patch(...).start()`, `p = patch(...)` and `m = p.start()`."""
    around = parent_of(call)
    if isinstance(around, ast.withitem):
        return _dotted(around.optional_vars)
    if isinstance(around, ast.Call) and isinstance(around.func, ast.Attribute) and around.func.attr == "enter_context":
        return _assigned(parent_of(around))
    if isinstance(around, ast.Attribute) and around.attr == "start":
        outer = parent_of(around)
        return _assigned(parent_of(outer)) if outer is not None else ()
    names = _assigned(around)
    technique = unit.file.dotted(call.func)
    if not names or not any(technique.startswith(patch) for patch in _PATCH):
        return names
    return tuple(name for patcher in names for name in _started(patcher, unit))


def _started(patcher: str, unit: Unit) -> Iterator[str]:
    for start in unit.calls("start", "__enter__"):
        if isinstance(start.func, ast.Attribute) and dotted_name(start.func.value) == patcher:
            yield from _assigned(parent_of(start))
    for item in unit.of(ast.withitem):
        if dotted_name(item.context_expr) == patcher:
            yield from _dotted(item.optional_vars)


def _assigned(node: ast.AST | None) -> tuple[str, ...]:
    if isinstance(node, ast.NamedExpr):
        return _dotted(node.target)
    return tuple(name for target in node.targets for name in _dotted(target)) if isinstance(node, ast.Assign) else ()


def _dotted(node: ast.expr | None) -> tuple[str, ...]:
    name = dotted_name(node)
    return (name,) if name else ()


def setattrs(call: ast.Call, unit: Unit) -> Iterator[Double]:
    """`monkeypatch.setattr(owner, "name", value)`, `monkeypatch.setattr("dotted.name", value)`, `setitem`; twisted's
    `self.patch(owner, "name", value)`; the builtin `setattr`, which is an assignment."""
    last = last_name(call.func)
    if last not in _SETS or not call.args:
        return
    given = dict(enumerate(call.args))
    if isinstance(call.func, ast.Name):
        if last == "setattr" and len(call.args) == 3:
            target, origin = _attribute(given[0], _text(given[1], unit), unit)
            if target and (is_mock_call(given[2], unit) or _replaces_behaviour(given[2], origin, unit)):
                yield Double(call, "assignment", target, origin, given[2], _dotted(given[2]), False, unit)
        return
    if last == "patch":
        if dotted_name(call.func) != "self.patch" or len(call.args) != 3 or not unit.in_unittest:
            return
    elif not _is_monkeypatch(call.func, unit):
        return
    if last == "setitem":
        value = given.get(2) or keyword(call, "value")
        dotted = unit.file.dotted(given[0])
        yield Double(call, "setitem", dotted, unit.file.origin(dotted), value, (), True, unit)
    elif len(call.args) == 2 and _text(given[0], unit):
        dotted = _text(given[0], unit)
        yield Double(call, "setattr", dotted, unit.file.origin(dotted), given[1], _dotted(given[1]), True, unit)
    elif len(call.args) >= 2:
        target, origin = _attribute(given[0], _text(given[1], unit), unit)
        value = given.get(2) or keyword(call, "value")
        yield Double(call, "setattr", target, origin, value, _dotted(value), True, unit)


def _is_monkeypatch(function: ast.expr, unit: Unit) -> bool:
    """Whether a method of pytest's monkeypatch is called: the fixture, or one made by `MonkeyPatch()` or `.context()`."""
    written = dotted_name(function).rpartition(".")[0]
    if "monkeypatch" in written.lower() or written in ("mp", "monkey_patch", "monkey"):
        return True
    if not written or "." in written:
        return False
    made = unit.assigned.get(written, ())
    return typed_as(written, unit, "MonkeyPatch") or any(
        isinstance(value, ast.Call) and last_name(value.func) in ("context", "MonkeyPatch") for value in made
    )


def assignments(node: ast.Assign, unit: Unit) -> Iterator[Double]:
    """`module.f = Mock()`, `Service.method = fake`, `service.repo = Mock()`, `app.dependency_overrides[f] = fake`."""
    for target in node.targets:
        if dotted_name(target).endswith("dependency_overrides"):
            if isinstance(node.value, ast.Dict):
                yield from _overrides(node.value, unit)
        elif isinstance(target, ast.Attribute):
            mocks = is_mock_call(node.value, unit)
            if not mocks and not isinstance(node.value, ast.Lambda | ast.Name):
                continue  # most assignments, and asking whose the target is takes time
            dotted, origin = _attribute(target.value, target.attr, unit)
            if dotted and (mocks or _replaces_behaviour(node.value, origin, unit)):
                yield Double(target, "assignment", dotted, origin, node.value, _dotted(node.value), False, unit)
        elif isinstance(target, ast.Subscript) and dotted_name(target.value).endswith("dependency_overrides"):
            origin = unit.file.origin_in(unit, target.slice)
            yield Double(target, "override", origin.dotted, origin, node.value, _dotted(node.value), True, unit)


def _overrides(table: ast.Dict, unit: Unit) -> Iterator[Double]:
    for key, value in zip(table.keys, table.values, strict=True):
        if key is not None:
            origin = unit.file.origin_in(unit, key)
            yield Double(key, "override", origin.dotted, origin, value, _dotted(value), True, unit)


def _replaces_behaviour(value: ast.expr, origin: Origin, unit: Unit) -> bool:
    """Whether a function or class is put in the place of another one, and it is not the original that comes back."""
    if isinstance(value, ast.Lambda):
        return True
    if not isinstance(value, ast.Name) or not isinstance(
        origin.node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    ):
        return False
    bound = [*unit.assigned.get(value.id, ()), *unit.file.top.assigned.get(value.id, ())]
    return not any(last_name(one) == origin.dotted.rpartition(".")[2] for one in bound)
