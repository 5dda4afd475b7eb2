"""What a module or a class binds: definitions, imports and values, read without running anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

__all__ = ["Symbol", "SymbolKind", "Symbols", "absolute", "imported", "symbols_of"]


class SymbolKind(Enum):
    """How a name is bound."""

    FUNCTION = "function"
    CLASS = "class"
    IMPORT = "import"
    VALUE = "value"
    MODULE = "module"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One name."""

    kind: SymbolKind
    line: int
    node: ast.AST | None = None
    """The definition, or the value that is assigned; None for an import."""
    target: str = ""
    """The dotted name that an import binds."""
    annotation: ast.expr | None = None
    """The type that the text gives to the name."""


@dataclass(frozen=True, slots=True)
class Symbols:
    """The names of one module or class. Where a name is bound twice, the last binding counts, but a definition before
    a fall-back in `except ImportError` wins."""

    names: dict[str, Symbol]
    stars: tuple[str, ...] = ()
    """Modules from which everything is imported."""
    dynamic: bool = False
    """Whether names can appear that the text does not show (`__getattr__`)."""


def symbols_of(body: Sequence[ast.stmt], package: str) -> Symbols:
    """The symbols that these statements bind at their own level; `package` resolves relative imports."""
    names: dict[str, Symbol] = {}
    stars: list[str] = []
    for statement in _flat(body):
        for name, symbol in _bound(statement, package):
            if name == "*":
                stars.append(symbol.target)
            else:
                names[name] = symbol
    return Symbols(names, tuple(stars), "__getattr__" in names)


def _flat(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements at module level, those in its `if`, `try` and `with` blocks too; handlers first, so that what is
    tried wins."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.If):
            yield from _flat(statement.orelse)
            yield from _flat(statement.body)
        elif isinstance(statement, ast.Try | ast.TryStar):
            for handler in statement.handlers:
                yield from _flat(handler.body)
            yield from _flat([*statement.body, *statement.orelse, *statement.finalbody])
        elif isinstance(statement, ast.With | ast.For | ast.While):
            yield from _flat(statement.body)


def _bound(statement: ast.stmt, package: str) -> Iterator[tuple[str, Symbol]]:
    line = statement.lineno
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        yield statement.name, Symbol(SymbolKind.FUNCTION, line, statement)
    elif isinstance(statement, ast.ClassDef):
        yield statement.name, Symbol(SymbolKind.CLASS, line, statement)
    elif isinstance(statement, ast.Import | ast.ImportFrom):
        for name, dotted in imported(statement, package):
            yield name, Symbol(SymbolKind.IMPORT, line, None, dotted)
    elif isinstance(statement, ast.Assign):
        for target in statement.targets:
            for name, value in _targets(target, statement.value):
                yield name, Symbol(SymbolKind.VALUE, line, value)
    elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        yield statement.target.id, Symbol(SymbolKind.VALUE, line, statement.value, "", statement.annotation)


def _targets(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr | None]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple | ast.List):
        values: Sequence[ast.expr | None] = [None] * len(target.elts)
        if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts):
            values = value.elts
        for element, part in zip(target.elts, values, strict=True):
            if isinstance(element, ast.Name):
                yield element.id, part


def imported(statement: ast.Import | ast.ImportFrom, package: str) -> Iterator[tuple[str, str]]:
    """Local name and dotted name of everything that the import binds; `*` for a star."""
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            top = alias.name.partition(".")[0]
            yield (alias.asname, alias.name) if alias.asname else (top, top)
        return
    base = absolute(statement.module or "", statement.level, package)
    for alias in statement.names:
        if alias.name == "*":
            yield "*", base
        else:
            yield alias.asname or alias.name, f"{base}.{alias.name}" if base else alias.name


def absolute(name: str, level: int, package: str) -> str:
    """The absolute form of a relative import from within `package`."""
    if not level:
        return name
    parts = package.split(".") if package else []
    around = parts[: max(len(parts) - (level - 1), 0)]
    return ".".join([*around, name] if name else around)
