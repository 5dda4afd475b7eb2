"""Follows dotted names through imports, re-exports, aliases, classes and what variables hold to a definition."""

from __future__ import annotations

import ast
import builtins
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from .held import annotated_class, attributes_in, called, is_container, looks_like_class, returned_call, settled
from .origin import Origin, Party
from .symbols import Symbol, SymbolKind, symbols_of
from .syntax import dotted_name

if TYPE_CHECKING:
    from .codebase import Codebase

__all__ = ["Resolver"]

_DEPTH = 12
"""How many steps (re-exports, bases, aliases) are followed before a chain counts as a cycle."""
_FOREIGN = (Party.THIRD, Party.STDLIB)
_BUILTINS = frozenset(dir(builtins))


class Resolver:
    """Resolves names for one codebase, each at most once."""

    def __init__(self, codebase: Codebase) -> None:
        """Nothing is read before somebody asks."""
        self._codebase = codebase
        self._origins: dict[tuple[str, str], Origin] = {}
        self._classes: dict[ast.ClassDef, dict[str, Symbol]] = {}

    def resolve(self, dotted: str, near: str = "") -> Origin:
        """The definition behind a dotted name. A variable's party is that of what it holds: `http = httpx.Client()` in a
        module of the project is third-party."""
        key = dotted, near
        if key not in self._origins:
            self._origins[key] = Origin(dotted, Party.UNKNOWN)  # what a cycle meets
            found = self._resolve(dotted, near, 0)
            if found.own and (self._declared(found.dotted, dotted) or self._touches(found)):
                found = replace(found, party=Party.BOUNDARY)
            self._origins[key] = found
        return self._origins[key]

    def _touches(self, found: Origin) -> bool:
        node = found.node
        return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and self._codebase.boundaries.touches(
            found.file, node
        )

    def _declared(self, *names: str) -> bool:
        return any(self._codebase.boundaries.declares(name) for name in names)

    def instance(self, origin: Origin, near: str = "") -> Origin:
        """The class of which the value is an instance, or that a call of the function gives; a class stays itself."""
        if origin.kind is SymbolKind.VALUE:
            return self._held(origin, near, 0)
        if origin.kind is SymbolKind.FUNCTION:
            return self._given(origin, near, 0)
        return origin

    # -- modules ------------------------------------------------------------------------------------------------------

    def _resolve(self, dotted: str, near: str, depth: int) -> Origin:
        """As `import` and `mock` do it: modules as far as they go, but the last part is an attribute first."""
        parts = dotted.split(".")
        if depth > _DEPTH or not all(parts):
            return Origin(dotted, Party.UNKNOWN)
        for length in range(max(len(parts) - 1, 1), 0, -1):
            module = ".".join(parts[:length])
            file = self._codebase.file_of(module, near)
            if file:
                return self._in_module(module, file, parts[length:], near, depth)
        standard = parts[0] in sys.stdlib_module_names or parts[0] in _BUILTINS or parts[0] == "builtins"
        party = Party.STDLIB if standard else Party.THIRD
        return Origin(dotted, party, parts[0])

    def _in_module(self, module: str, file: str, rest: list[str], near: str, depth: int) -> Origin:
        party = self._codebase.party_of(module, file)
        if not rest:
            return Origin(module, party, module, file.rstrip("/"), 1, SymbolKind.MODULE)
        if party is Party.TEST:
            near = self._codebase.base_of(file)
        name, inner = rest[0], f"{module}.{rest[0]}"
        symbol = self._lookup(file, name, near, depth)
        if symbol is None or (isinstance(symbol, Symbol) and symbol.target == inner):
            submodule = self._codebase.file_of(inner, near)
            if submodule and submodule != file:
                return self._in_module(inner, submodule, rest[1:], near, depth + 1)
            if symbol is None and name in _BUILTINS and not self._codebase.symbols(file).dynamic:
                return Origin(".".join(["builtins", *rest]), Party.STDLIB, "builtins")
            return Origin(".".join([module, *rest]), Party.UNKNOWN, module, file)
        if isinstance(symbol, Origin):
            return self._within(symbol, rest[1:], near, depth)
        if symbol.kind is SymbolKind.IMPORT:
            return self._resolve(".".join([symbol.target, *rest[1:]]), near, depth + 1)
        found = Origin(inner, party, module, file, symbol.line, symbol.kind, symbol.node, symbol.annotation)
        return self._within(found, rest[1:], near, depth)

    def _lookup(self, file: str, name: str, near: str, depth: int) -> Symbol | Origin | None:
        symbols = self._codebase.symbols(file)
        if name in symbols.names:
            return symbols.names[name]
        if name.startswith("_"):
            return None  # a star does not take it
        for star in symbols.stars:
            if not self._codebase.file_of(star, near):
                continue
            found = self._resolve(f"{star}.{name}", near, depth + 1)
            if found.party is not Party.UNKNOWN and found.module != "builtins":
                return found
        return None

    def _scoped(self, outer: Origin, name: str, near: str, depth: int) -> Origin:
        """What a name means in the module of `outer`."""
        if depth > _DEPTH or not name or not outer.file:
            return Origin(name, Party.UNKNOWN)
        return self._in_module(outer.module, outer.file, name.split("."), near, depth)

    # -- attributes ---------------------------------------------------------------------------------------------------

    def _within(self, outer: Origin, rest: list[str], near: str, depth: int) -> Origin:
        """An attribute of a class, of what a variable holds, or of something foreign; `outer` itself without `rest`."""
        if not rest:
            return self._settled(outer, near, depth)
        if outer.party in _FOREIGN:
            return Origin(".".join([outer.dotted, *rest]), outer.party, outer.module)
        if isinstance(outer.node, ast.ClassDef):
            return self._member(outer, rest, near, depth)
        if outer.kind is SymbolKind.MODULE:
            return self._in_module(outer.module, outer.file, rest, near, depth + 1)
        if outer.kind is SymbolKind.VALUE and depth <= _DEPTH:
            held = self._held(outer, near, depth + 1)
            if held.party in _FOREIGN or held.kind in (SymbolKind.CLASS, SymbolKind.MODULE):
                return self._within(held, rest, near, depth + 1)
        return Origin(".".join([outer.dotted, *rest]), Party.UNKNOWN, outer.module, outer.file, outer.line)

    def _member(self, outer: Origin, rest: list[str], near: str, depth: int) -> Origin:
        assert isinstance(outer.node, ast.ClassDef)
        symbol = self._members(outer.node, outer.module).get(rest[0])
        if symbol and symbol.kind is SymbolKind.IMPORT:
            return self._resolve(".".join([symbol.target, *rest[1:]]), near, depth + 1)
        if symbol:
            dotted = f"{outer.dotted}.{rest[0]}"
            found = Origin(
                dotted, outer.party, outer.module, outer.file, symbol.line, symbol.kind, symbol.node, symbol.annotation
            )
            return self._within(found, rest[1:], near, depth + 1)
        for base in outer.node.bases:
            name = dotted_name(base.value if isinstance(base, ast.Subscript) else base)
            if not name or depth > _DEPTH:
                continue
            found = self._within(self._scoped(outer, name, near, depth + 1), rest, near, depth + 1)
            if found.party is not Party.UNKNOWN:
                return found
        return Origin(".".join([outer.dotted, *rest]), Party.UNKNOWN, outer.module, outer.file, outer.line)

    def _members(self, cls: ast.ClassDef, module: str) -> dict[str, Symbol]:
        """What the class binds in its body and, where that does not, in its methods; looked up once for each class."""
        if cls not in self._classes:
            self._classes[cls] = {**attributes_in(cls), **symbols_of(cls.body, module).names}
        return self._classes[cls]

    # -- variables ----------------------------------------------------------------------------------------------------

    def _settled(self, outer: Origin, near: str, depth: int) -> Origin:
        """A variable with the party of what it holds: an alias is what it names, an instance belongs to its class."""
        if outer.kind is not SymbolKind.VALUE or outer.party is Party.UNKNOWN:
            return outer
        node = settled(outer.node)
        if isinstance(node, ast.Name | ast.Attribute):
            behind = self._scoped(outer, dotted_name(node), near, depth + 1)
            return behind if behind.party is not Party.UNKNOWN else replace(outer, party=Party.UNKNOWN)
        nothing = isinstance(node, ast.Constant) and node.value is None and outer.annotation is None
        if nothing or isinstance(node, ast.arg):
            return replace(outer, party=Party.UNKNOWN)  # whatever will be put there
        if not isinstance(node, ast.Call) and outer.annotation is None:
            return outer
        if isinstance(node, ast.Call) and is_container(node):
            return outer
        held = self._held(outer, near, depth + 1)
        if held.party is Party.UNKNOWN and not isinstance(node, ast.Call):
            return outer
        if held.module == "builtins" or held.dotted.startswith(("typing.", "collections.abc.")):
            return outer
        return replace(outer, party=held.party)

    def _held(self, outer: Origin, near: str, depth: int) -> Origin:
        """The class (or for an alias the definition) behind a variable; UNKNOWN where the text does not say."""
        if depth > _DEPTH:
            return Origin(outer.dotted, Party.UNKNOWN)
        node = settled(outer.node)
        if isinstance(node, ast.Name | ast.Attribute):
            return self._scoped(outer, dotted_name(node), near, depth + 1)
        if isinstance(node, ast.Call):
            made = self._made(node, outer, near, depth)
            if made.party is not Party.UNKNOWN or outer.annotation is None:
                return made
        return self._typed(outer.annotation, outer, near, depth)

    def _made(self, call: ast.Call, outer: Origin, near: str, depth: int) -> Origin:
        """The class of what a call in the module of `outer` gives."""
        callee = self._scoped(outer, called(call), near, depth + 1)
        if callee.kind is SymbolKind.CLASS:
            return callee
        if callee.kind is SymbolKind.FUNCTION:
            return self._given(callee, near, depth + 1)
        if callee.party in _FOREIGN and looks_like_class(callee.dotted):
            return callee
        return Origin(outer.dotted, Party.UNKNOWN)

    def _given(self, function: Origin, near: str, depth: int) -> Origin:
        """The class of what a function gives, by its annotation or its only return."""
        node = function.node
        if depth > _DEPTH or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return Origin(function.dotted, Party.UNKNOWN)
        if node.returns is not None:
            return self._typed(node.returns, function, near, depth)
        call = returned_call(node)
        return self._made(call, function, near, depth + 1) if call else Origin(function.dotted, Party.UNKNOWN)

    def _typed(self, annotation: ast.expr | None, outer: Origin, near: str, depth: int) -> Origin:
        name = annotated_class(annotation)
        found = self._scoped(outer, name, near, depth + 1) if name else None
        if found and (found.kind is SymbolKind.CLASS or found.party in _FOREIGN):
            return found
        return Origin(outer.dotted, Party.UNKNOWN)
