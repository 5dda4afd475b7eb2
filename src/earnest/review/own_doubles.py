"""Doubles of the project's own code: which of them really take its place, and which calls of a test meet them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .double import Double, is_mock_call
from .doubles import doubles_in
from .origin import Origin, Party
from .subject import own_calls
from .symbols import SymbolKind, imported
from .syntax import dotted_name, every, keyword, last_name
from .unit import Function, Unit
from .walk import parent_of

__all__ = ["calls_that_meet", "is_judged", "is_port", "own_doubles", "passes_through", "shown", "stands_in"]

_ORIGINAL = re.compile(
    r"(?:^|_)(?:orig|original|real|actual|old|super|wrapped|unpatched|true|saved|func|fn)(?:_|$)", re.I
)
_SURROUNDINGS = re.compile(
    r"(?:^|_)(?:settings?|config(?:uration)?s?|conf|cfg|opts?|options?|flags?|logger|log|console|version|echo|output)$",
    re.I,
)
"""Names of values that are settings, or that only report to people: replacing them changes no behaviour under test."""

_FAKE = re.compile(r"\._?(?:Mock|Fake|Stub|Dummy|InMemory|Spy)[A-Z]\w*\.\w+$")
"""Members of what is itself a stand-in: replacing one of them replaces no behaviour of the product."""


def own_doubles(unit: Unit) -> Iterator[Double]:
    """The doubles in this function that stand in for behaviour of the project's own, no boundary of it."""
    for double in doubles_in(unit):
        if double.origin.own and stands_in(double) and not is_port(double.origin):
            yield double


def stands_in(double: Double) -> bool:
    """Whether other code runs where the real one would: no setting, no spy, no real object put in its place."""
    last = double.target.rpartition(".")[2]
    if not double.is_behaviour or double.origin.dotted == "" or _SURROUNDINGS.search(last) or last.isupper():
        return False
    if _FAKE.search(double.origin.dotted):
        return False
    if double.origin.kind is SymbolKind.VALUE and double.technique in ("setattr", "assignment") and not double.is_mock:
        return False
    return _is_stand_in(double) and not passes_through(double)


def _is_stand_in(double: Double) -> bool:
    value, unit = double.replacement, double.unit
    if double.is_mock or isinstance(value, ast.Lambda):
        if double.technique == "override" and isinstance(value, ast.Lambda):
            return _gives_mock(value.body, unit)
        return True
    if not isinstance(value, ast.Name):
        return False
    if any(is_mock_call(bound, unit) for bound in unit.assigned.get(value.id, ())):
        return True
    local = _function(value.id, unit)
    if local is None:
        return False
    return double.technique != "override" or any(
        _gives_mock(node.value, unit) for node in every(local) if isinstance(node, ast.Return | ast.Yield)
    )


def _gives_mock(value: ast.expr | None, unit: Unit) -> bool:
    if isinstance(value, ast.Name):
        return any(is_mock_call(bound, unit) for bound in unit.assigned.get(value.id, ()))
    return is_mock_call(value, unit)


def _function(name: str, unit: Unit) -> Function | None:
    """The function of this name inside the test, or at the level of its module."""
    inner: list[Function] = [*unit.of(ast.FunctionDef), *unit.of(ast.AsyncFunctionDef)]
    for node in inner:
        if node.name == name and node is not unit.node:
            return node
    return next((one.node for one in unit.file.functions.get(name, ()) if not one.classes), None)


def passes_through(double: Double) -> bool:
    """Whether the real code still runs behind it: `wraps=`, a side effect or function that calls the original."""
    call, unit = double.node, double.unit
    if isinstance(call, ast.Call):
        if keyword(call, "wraps") is not None:
            return True
        effect = keyword(call, "side_effect")
        if effect is not None and _calls_original(effect, double):
            return True
    for name in double.names:
        for assign in unit.of(ast.Assign):
            if any(dotted_name(target) == f"{name}.side_effect" for target in assign.targets) and _calls_original(
                assign.value, double
            ):
                return True
    value = double.replacement
    if isinstance(value, ast.Call) and (keyword(value, "wraps") is not None):
        return True
    return value is not None and _calls_original(value, double)


def _calls_original(value: ast.expr, double: Double) -> bool:
    """Whether the function (a name or a lambda) is the original, or calls it."""
    unit = double.unit
    last = double.target.rpartition(".")[2]
    if isinstance(value, ast.Name | ast.Attribute):
        name = last_name(value)
        if name == last or _ORIGINAL.search(name):
            return unit.file.origin_in(unit, value).party is not Party.TEST or bool(_ORIGINAL.search(name))
        body: ast.AST | None = _function(name, unit) if isinstance(value, ast.Name) else None
    else:
        body = value if isinstance(value, ast.Lambda) else None
    if body is None:
        return False
    for node in every(body):
        if isinstance(node, ast.Call):
            called = last_name(node.func)
            if called == last or _ORIGINAL.search(called):
                return True
            bound = unit.assigned.get(called, ()) if isinstance(node.func, ast.Name) else ()
            if any(last_name(one) == last for one in bound):
                return True
    return False


def is_port(origin: Origin) -> bool:
    """Whether the class is an interface (a protocol or abstract class), which doubles may implement."""
    if not isinstance(origin.node, ast.ClassDef):
        return False
    return any(
        last_name(base.value if isinstance(base, ast.Subscript) else base) in ("Protocol", "ABC")
        for base in origin.node.bases
    ) or any(given.arg == "metaclass" and last_name(given.value) == "ABCMeta" for given in origin.node.keywords)


def shown(double: Double) -> str:
    """The replacement, for messages."""
    value = double.replacement
    if value is None:
        factory = keyword(double.node, "new_callable") if isinstance(double.node, ast.Call) else None
        return _with_article(last_name(factory) if factory is not None else "MagicMock")
    if isinstance(value, ast.Lambda):
        return "a lambda"
    if is_mock_call(value, double.unit) and isinstance(value, ast.Call):
        return _with_article(last_name(value.func))
    return dotted_name(value) or "something else"


def _with_article(name: str) -> str:
    return f"{'an' if name[:1] in 'AEIOUaeiou' else 'a'} {name}"


# -- scope ------------------------------------------------------------------------------------------------------------


def calls_that_meet(double: Double, test: Unit) -> Iterator[ast.Call]:
    """The calls in the test itself that reach the double rather than what it replaces."""
    for call in test.of(ast.Call):
        if call is not double.node and _in_reach(double, call) and _meets(double, call, test):
            yield call


def _in_reach(double: Double, call: ast.Call) -> bool:
    """Whether the double is in place when the call runs: inside the `with`, under the decorator, after the statement."""
    around = parent_of(double.node)
    if isinstance(around, ast.withitem):
        block = parent_of(around)
        assert isinstance(block, ast.With | ast.AsyncWith)
        return block.body[0].lineno <= call.lineno <= (block.end_lineno or 0)
    if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return call.lineno >= (double.unit.body[0].lineno if double.unit.body else 0)
    return call.lineno > (double.node.end_lineno or 0)


def _meets(double: Double, call: ast.Call, test: Unit) -> bool:
    last = double.target.rpartition(".")[2]
    if last_name(call.func) != last:
        return False
    if "." in double.origin.dotted.removeprefix(double.origin.module).lstrip("."):  # a member of a class
        owner = _instance(double, test)
        if not isinstance(call.func, ast.Attribute) or (owner and dotted_name(call.func.value) != owner):
            return False
        return test.file.origin_in(test, call.func).dotted == double.origin.dotted
    if isinstance(call.func, ast.Attribute):  # through the module that holds the double
        return test.file.dotted(call.func) == double.target
    package = test.file.module.rpartition(".")[0]
    imports = [
        node for node in test.of(ast.ImportFrom) if node.lineno > double.node.lineno and _in_reach_of(double, node)
    ]
    return any((last, double.target) in imported(node, package) for node in imports)


def is_judged(call: ast.Call, test: Unit) -> bool:
    """Whether what the call gives is what the test asserts on: it stands alone on the left of a comparison, or in a
    variable that does, and nothing else of the project is called beside it."""
    if any(
        other.node is not call
        and other.origin.kind is SymbolKind.FUNCTION
        and last_name(other.node.func) != last_name(call.func)
        for other in own_calls(test)
    ):
        return False
    value: ast.AST = call
    around = parent_of(call)
    if isinstance(around, ast.Await):
        value, around = around, parent_of(around)
    if isinstance(around, ast.Assign) and len(around.targets) == 1 and isinstance(around.targets[0], ast.Name):
        name = around.targets[0].id
        return any(_compares(statement.test, name) for statement in test.of(ast.Assert)) or _unittest(test, name)
    if isinstance(around, ast.Attribute) and isinstance(parent_of(around), ast.Compare):
        value, around = around, parent_of(around)
    receiver = dotted_name(call.func).rpartition(".")[0]
    if isinstance(around, ast.Compare) and around.left is value and isinstance(parent_of(around), ast.Assert):
        return not any(receiver and dotted_name(other).startswith(f"{receiver}.") for other in around.comparators)
    return isinstance(around, ast.Assert)


def _compares(test: ast.expr, name: str) -> bool:
    """Whether the condition is about the variable: `x == 1`, `x.id == 1`, `x["id"] == 1`, `x`."""
    left: ast.AST = test.left if isinstance(test, ast.Compare) else test
    while isinstance(left, ast.Attribute | ast.Subscript):
        left = left.value
    return isinstance(left, ast.Name) and left.id == name


def _unittest(test: Unit, name: str) -> bool:
    return any(
        call.args and last_name(call.func).startswith("assert") and _compares(call.args[0], name)
        for call in test.of(ast.Call)
        if dotted_name(call.func).startswith("self.assert")
    )


def _instance(double: Double, test: Unit) -> str:
    """How the test writes the one instance that got the double; empty when its class got it. An instance that is made
    anew later, which the double does not meet, is written in no way at all."""
    node = double.node
    owner = (
        node.args[0]
        if isinstance(node, ast.Call) and node.args
        else node.value
        if isinstance(node, ast.Attribute)
        else None
    )
    written = dotted_name(owner)
    if not written or test.file.origin(owner).kind is SymbolKind.CLASS:
        return ""
    first = written.partition(".")[0]
    return written if len(test.assigned.get(first, ())) <= 1 else "?"


def _in_reach_of(double: Double, node: ast.ImportFrom) -> bool:
    around = parent_of(double.node)
    if isinstance(around, ast.withitem):
        block = parent_of(around)
        return isinstance(block, ast.With | ast.AsyncWith) and node.lineno <= (block.end_lineno or 0)
    return True
