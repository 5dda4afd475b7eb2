"""Code in which no change is worth making: only logs, types, notices or speed would differ."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from .placement import first_line, header_end

if TYPE_CHECKING:
    from .context import Context

__all__ = ["AridCode"]

_LOG_LEVELS = {
    "debug",
    "info",
    "warning",
    "warn",
    "error",
    "exception",
    "critical",
    "fatal",
    "trace",
    "success",
    "notice",
}
_LOG_METHODS = _LOG_LEVELS | {"log", "msg", "addHandler", "setLevel", "basicConfig", "captureWarnings", "disable"}
_LOGGER_NAME = re.compile(r"_*(log|logger|logging|logs|lgr)_*|.*_log(ger)?", re.IGNORECASE)
_LOGGER_MAKERS = frozenset({"logging.getLogger", "structlog.get_logger", "structlog.getLogger", "loguru.logger"})
_TYPING = ("typing.", "typing_extensions.", "_typeshed.")
_TYPE_DECLARATIONS = frozenset({"TypeVar", "ParamSpec", "TypeVarTuple", "NewType", "TypeAliasType"})
_METADATA = {
    *("__all__", "__slots__", "__docformat__", "__title__", "__description__", "__summary__", "__url__", "__hash__"),
    *("__version__", "__version_info__", "__version_tuple__", "version_info", "__build__", "__revision__", "__date__"),
    *("__author__", "__authors__", "__email__", "__maintainer__", "__credits__", "__license__", "__copyright__"),
}
_CACHES = frozenset({"functools.lru_cache", "functools.cache", "functools.cached_property"})
_NO_COVER = re.compile(r"#\s*pragma:?\s*no[ -]?cover", re.IGNORECASE)


class AridCode:
    """The arid nodes of one file, found in one pass."""

    def __init__(self, context: Context) -> None:
        """Looks at every node once; the context's nodes come parents first, so a subtree inherits."""
        self._context = context
        self._excluded = {
            number for number, line in enumerate(context.text.split("\n"), 1) if "#" in line and _NO_COVER.search(line)
        }
        self._nodes = self._find()

    def __contains__(self, node: ast.AST) -> bool:
        return node in self._nodes

    def _find(self) -> set[ast.AST]:
        found: set[ast.AST] = set()
        roots: set[ast.AST] = set()
        parent = self._context.parent
        for node in self._context.nodes:
            if node in roots or parent(node) in found:
                found.add(node)
                continue
            rule = _RULES.get(type(node))
            if rule is not None:
                roots.update(rule(self, node))
            if self._excluded:
                roots.update(self._uncovered(node))
            if node in roots:
                found.add(node)
        return found

    def _uncovered(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a `pragma: no cover` on the header of this node takes out of the count."""
        if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case) and self._excluded.intersection(
            range(first_line(node), header_end(node) + 1)
        ):
            yield node
        for before, after in (("body", "orelse"), ("orelse", "finalbody"), ("body", "finalbody")):
            upper, lower = getattr(node, before, None), getattr(node, after, None)
            if isinstance(upper, list) and isinstance(lower, list) and upper and lower:
                between = range(upper[-1].end_lineno + 1, first_line(lower[0]))
                if self._excluded.intersection(between):
                    yield from lower

    def _is_typing(self, node: ast.AST, *names: str) -> bool:
        dotted = self._context.resolve(node) or ""
        if not dotted.startswith(_TYPING):
            return False
        return not names or dotted.rpartition(".")[2] in names

    def _import(self, node: ast.AST) -> Iterator[ast.AST]:
        yield node

    def _expression(self, node: ast.Expr) -> Iterator[ast.AST]:
        value = node.value
        if isinstance(value, ast.Await):
            value = value.value
        is_notice = isinstance(value, ast.Call) and (self._logs(value) or self._warns_of_deprecation(value))
        if is_notice or isinstance(value, ast.Constant):
            yield node

    def _logs(self, call: ast.Call) -> bool:
        function = call.func
        dotted = self._context.resolve(function) or ""
        if dotted.startswith(("logging.", "loguru.")):
            return True
        if not isinstance(function, ast.Attribute) or function.attr not in _LOG_METHODS:
            return False
        return self._is_logger(function.value)

    def _is_logger(self, owner: ast.AST) -> bool:
        if isinstance(owner, ast.Call):
            return (self._context.resolve(owner.func) or "") in _LOGGER_MAKERS or self._is_logger_chain(owner)
        name = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
        return bool(_LOGGER_NAME.fullmatch(name))

    def _is_logger_chain(self, call: ast.Call) -> bool:
        """`logger.bind(user=1).info(...)`."""
        return isinstance(call.func, ast.Attribute) and self._is_logger(call.func.value)

    def _warns_of_deprecation(self, call: ast.Call) -> bool:
        if (self._context.resolve(call.func) or "") != "warnings.warn":
            return False
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        given += [argument.func for argument in given if isinstance(argument, ast.Call)]
        names = [argument.id for argument in given if isinstance(argument, ast.Name)]
        return any("Deprecat" in name for name in names)

    def _assignment(self, node: ast.Assign) -> Iterator[ast.AST]:
        target = node.targets[0]
        if isinstance(target, ast.Name) and (target.id in _METADATA or self._declares_type(node.value)):
            yield node
        if self._makes_logger(node.value) or self._only_casts(node, target):
            yield node

    def _only_casts(self, node: ast.Assign, target: ast.expr) -> bool:
        """`x = cast(T, x)`."""
        value = node.value
        if not (isinstance(value, ast.Call) and self._is_typing(value.func, "cast") and len(value.args) == 2):
            return False
        return self._context.text_of(value.args[1]) == self._context.text_of(target)

    def _assertion(self, node: ast.Assert) -> Iterator[ast.AST]:
        """What can never fail is not missed by anyone; the statement itself may be left out."""
        yield node.test
        if node.msg is not None:
            yield node.msg

    def _annotated(self, node: ast.AnnAssign) -> Iterator[ast.AST]:
        yield node.annotation
        is_metadata = isinstance(node.target, ast.Name) and node.target.id in _METADATA
        is_type = node.value is None or self._is_typing(node.annotation, "TypeAlias")
        if is_metadata or is_type or self._makes_logger(node.value):
            yield node

    def _makes_logger(self, value: ast.AST | None) -> bool:
        return isinstance(value, ast.Call) and (self._context.resolve(value.func) or "") in _LOGGER_MAKERS

    def _declares_type(self, value: ast.AST) -> bool:
        if isinstance(value, ast.Call):
            return self._is_typing(value.func, *_TYPE_DECLARATIONS)
        return isinstance(value, ast.Subscript) and self._is_typing(value.value)

    def _subscript(self, node: ast.Subscript) -> Iterator[ast.AST]:
        if self._is_typing(node.value):
            yield node

    def _call(self, node: ast.Call) -> Iterator[ast.AST]:
        if self._is_typing(node.func, "cast") and node.args:
            yield node.args[0]
        elif self._is_typing(node.func, "assert_never", "reveal_type", *_TYPE_DECLARATIONS):
            yield node
        elif self._context.resolve(node.func) in _CACHES:
            yield from node.args
            yield from node.keywords
        for keyword in node.keywords:
            if keyword.arg == "stacklevel":
                yield keyword

    def _branch(self, node: ast.If) -> Iterator[ast.AST]:
        test = node.test
        if _names(test, "TYPE_CHECKING"):
            yield test
            yield from node.body
        elif _is_main_guard(test):
            yield test
        elif _names(test, "version_info"):
            yield test
            yield from self._dead_branch(node)
        elif all(self._is_idle(statement) for statement in [*node.body, *node.orelse]):
            yield node

    def _is_idle(self, statement: ast.stmt) -> bool:
        """Whether it does nothing but log, warn of a deprecation or pass."""
        return isinstance(statement, ast.Pass) or (isinstance(statement, ast.Expr) and any(self._expression(statement)))

    def _dead_branch(self, node: ast.If) -> list[ast.stmt]:
        """The branch that this interpreter never takes; both where that cannot be said."""
        taken = _version_test(node.test)
        if taken is None:
            return [*node.body, *node.orelse]
        return node.orelse if taken else node.body

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.AST]:
        if node.returns is not None:
            yield node.returns
        yield from getattr(node, "type_params", ())
        is_overload = any(self._is_typing(item, "overload") for item in node.decorator_list)
        is_stub = all(_is_placeholder(line) for line in node.body)
        if node.name == "__repr__" or is_overload or is_stub:
            yield node
        for decorator in node.decorator_list:
            if self._context.resolve(decorator) in _CACHES or self._is_typing(decorator):
                yield decorator

    def _class(self, node: ast.ClassDef) -> Iterator[ast.AST]:
        yield from getattr(node, "type_params", ())
        if any(self._is_typing(base, "Protocol") for base in _bases(node)):
            yield node
        for base in node.bases:
            if isinstance(base, ast.Subscript):
                yield base.slice

    def _argument(self, node: ast.arg) -> Iterator[ast.AST]:
        if node.annotation is not None:
            yield node.annotation

    def _constant(self, node: ast.Constant) -> Iterator[ast.AST]:
        if isinstance(self._context.parent(node), ast.JoinedStr):
            yield node  # the literal part of an f-string is no literal of its own

    def _joined(self, node: ast.JoinedStr) -> Iterator[ast.AST]:
        if isinstance(self._context.parent(node), ast.FormattedValue):
            yield node  # a format specification

    def _formatted(self, node: ast.FormattedValue) -> Iterator[ast.AST]:
        if sys.version_info < (3, 12) and not self._is_placed_right(node.value):
            yield node

    def _is_placed_right(self, value: ast.expr) -> bool:
        """Python 3.11 gives some expressions in f-strings a place that is not theirs."""
        try:
            parsed = ast.parse(f"({self._context.text_of(value)}\n)", mode="eval").body
        except (SyntaxError, ValueError, IndexError):
            return False
        return ast.dump(parsed) == ast.dump(value)


def _is_placeholder(line: ast.stmt) -> bool:
    """A docstring, `...`, or `raise NotImplementedError`."""
    if isinstance(line, ast.Raise) and line.exc is not None:
        raised = line.exc.func if isinstance(line.exc, ast.Call) else line.exc
        return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)


def _names(test: ast.AST, name: str) -> bool:
    return any(
        (isinstance(node, ast.Name) and node.id == name) or (isinstance(node, ast.Attribute) and node.attr == name)
        for node in ast.walk(test)
    )


def _is_main_guard(test: ast.AST) -> bool:
    return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"


def _version_test(test: ast.expr) -> bool | None:
    """The value of `sys.version_info >= (3, 12)` and its like on this interpreter; None for anything else."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not _names(test.left, "version_info"):
        return None
    try:
        bound = ast.literal_eval(test.comparators[0])
    except ValueError:
        return None
    have: Any = sys.version_info
    if isinstance(test.left, ast.Subscript):
        have, bound = sys.version_info[: _width(bound)], _tuple(bound)
    elif not isinstance(bound, tuple):
        return None
    compare = _ORDER.get(type(test.ops[0]))
    return None if compare is None else compare(have, bound)


def _tuple(bound: object) -> tuple[object, ...]:
    return bound if isinstance(bound, tuple) else (bound,)


def _width(bound: object) -> int:
    return len(_tuple(bound))


def _bases(node: ast.ClassDef) -> list[ast.expr]:
    return [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]


_ORDER: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: lambda have, bound: have < bound,
    ast.LtE: lambda have, bound: have <= bound,
    ast.Gt: lambda have, bound: have > bound,
    ast.GtE: lambda have, bound: have >= bound,
    ast.Eq: lambda have, bound: have[: len(bound)] == bound,
    ast.NotEq: lambda have, bound: have[: len(bound)] != bound,
}

_RULES: dict[type[ast.AST], Callable[[AridCode, Any], Iterator[ast.AST]]] = {
    ast.Import: AridCode._import,
    ast.ImportFrom: AridCode._import,
    ast.Expr: AridCode._expression,
    ast.Assign: AridCode._assignment,
    ast.Assert: AridCode._assertion,
    ast.AnnAssign: AridCode._annotated,
    ast.Subscript: AridCode._subscript,
    ast.Call: AridCode._call,
    ast.If: AridCode._branch,
    ast.FunctionDef: AridCode._function,
    ast.AsyncFunctionDef: AridCode._function,
    ast.ClassDef: AridCode._class,
    ast.arg: AridCode._argument,
    ast.Constant: AridCode._constant,
    ast.JoinedStr: AridCode._joined,
    ast.FormattedValue: AridCode._formatted,
}
