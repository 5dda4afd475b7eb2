"""What the text says about the class of a value: annotations, calls that make instances, attributes set on `self`."""

from __future__ import annotations

import ast

from .symbols import Symbol, SymbolKind
from .syntax import dotted_name, every

__all__ = ["annotated_class", "attributes_in", "called", "is_container", "looks_like_class", "returned_call", "settled"]

_WRAPPERS = frozenset({
    "Optional", "Annotated", "Final", "ClassVar", "Iterator", "Generator", "AsyncIterator", "AsyncGenerator", "Iterable",
    "AsyncIterable", "Awaitable", "ContextManager", "AbstractContextManager", "AsyncContextManager",
    "AbstractAsyncContextManager",
})  # fmt: skip
"""Generic types of which the first argument says what the value is, or what iterating or entering it gives."""
_CONTAINERS = frozenset({
    "dict", "list", "set", "tuple", "frozenset", "defaultdict", "OrderedDict", "deque", "Counter", "WeakSet",
    "WeakKeyDictionary", "WeakValueDictionary", "namedtuple", "NamedTuple", "TypedDict", "NewType", "TypeVar", "object",
    "str", "int", "float", "bool", "bytes",
})  # fmt: skip
_FACTORIES = frozenset({
    "logging.getLogger", "structlog.get_logger", "sqlalchemy.create_engine", "sqlalchemy.orm.sessionmaker",
    "sqlalchemy.orm.scoped_session", "sqlalchemy.ext.asyncio.create_async_engine",
    "sqlalchemy.ext.asyncio.async_sessionmaker", "boto3.client", "boto3.resource", "boto3.session", "threading.local",
    "requests.session", "redis.from_url",
})  # fmt: skip
"""Functions in lower case that are known to give an instance of their own library."""


def annotated_class(annotation: ast.expr | None) -> str:
    """The dotted name, as written, of the one class that an annotation names; the empty string where it names several
    or none: `Service`, `"Service"`, `Service | None`, `Optional[Service]`, `Iterator[Service]`."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            return annotated_class(ast.parse(annotation.value, mode="eval").body)
        except (SyntaxError, ValueError, RecursionError):
            return ""
    if isinstance(annotation, ast.Name | ast.Attribute):
        return dotted_name(annotation)
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        sides = [side for side in (annotation.left, annotation.right) if not _is_none(side)]
        return annotated_class(sides[0]) if len(sides) == 1 else ""
    if isinstance(annotation, ast.Subscript):
        if dotted_name(annotation.value).rpartition(".")[2] in _WRAPPERS:
            inner = annotation.slice
            return annotated_class(inner.elts[0] if isinstance(inner, ast.Tuple) and inner.elts else inner)
        name = dotted_name(annotation.value)
        return "" if name.rpartition(".")[2] in ("Union", "type", "Type", "Callable", "Literal") else name
    return ""


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def settled(value: ast.AST | None) -> ast.AST | None:
    """What a choice most likely gives: `x` of `x or y`, of `x if there else None`, of `await x`."""
    while True:
        if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.Or):
            value = value.values[0] if not _is_none(value.values[0]) else value.values[-1]
        elif isinstance(value, ast.IfExp):
            value = value.orelse if _is_none(value.body) else value.body
        elif isinstance(value, ast.Await):
            value = value.value
        else:
            return value


def called(call: ast.Call) -> str:
    """The dotted name of what is called, as written."""
    return dotted_name(call.func)


def is_container(call: ast.Call) -> bool:
    """Whether the call makes plain data (or a type), which belongs to whoever holds it."""
    return dotted_name(call.func).rpartition(".")[2] in _CONTAINERS


def looks_like_class(dotted: str) -> bool:
    """Whether a foreign name, of which there is no text, is most likely a class: it begins in upper case."""
    last = dotted.rpartition(".")[2].lstrip("_")
    return dotted in _FACTORIES or (last[:1].isupper() and not last.isupper())


def returned_call(function: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.Call | None:
    """The call behind the only `return` at the function's own level, if it is one."""
    returns = [statement for statement in function.body if isinstance(statement, ast.Return)]
    value = returns[0].value if len(returns) == 1 else None
    return value if isinstance(value, ast.Call) else None


def attributes_in(cls: ast.ClassDef) -> dict[str, Symbol]:
    """The attributes that the methods of the class bind by `self.name = ...`, the first binding of each; a parameter gives
    its annotation, or the `ast.arg` where it has none."""
    found: dict[str, Symbol] = {}
    for method in cls.body:
        if not isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        bound: list[ast.Attribute] = []
        bindings: dict[int, ast.Assign | ast.AnnAssign] = {}
        for node in every(method):
            if isinstance(node, ast.Attribute):
                if isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name) and node.value.id == "self":
                    bound.append(node)
            elif isinstance(node, ast.Assign):
                bindings.update((id(target), node) for target in node.targets)
            elif isinstance(node, ast.AnnAssign):
                bindings[id(node.target)] = node
        for node in sorted(bound, key=lambda node: (node.lineno, node.col_offset)):
            if node.attr not in found:
                found[node.attr] = _bound(node, bindings.get(id(node)), method)
    return found


def _bound(
    target: ast.Attribute,
    statement: ast.Assign | ast.AnnAssign | None,
    method: ast.FunctionDef | ast.AsyncFunctionDef,
) -> Symbol:
    if isinstance(statement, ast.AnnAssign):
        return Symbol(SymbolKind.VALUE, target.lineno, statement.value, "", statement.annotation)
    if statement is not None:
        return _value(statement.value, target.lineno, method)
    return Symbol(SymbolKind.VALUE, target.lineno, ast.arg(target.attr))


def _value(value: ast.expr, line: int, method: ast.FunctionDef | ast.AsyncFunctionDef) -> Symbol:
    chosen = settled(value)
    if isinstance(chosen, ast.Name):
        given = method.args
        for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs):
            if argument.arg == chosen.id:
                node = None if argument.annotation else argument
                return Symbol(SymbolKind.VALUE, line, node, "", argument.annotation)
    return Symbol(SymbolKind.VALUE, line, value)
