"""Finds out which code objects a change exchanges, and whether that is enough: if not, the trial must take the cold path."""

from __future__ import annotations

import ast
import marshal
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType

from ..changes import Unit, Units, compile_unit
from ..model import Change, SourceFile
from ..suite.functions import CodeKey, code_key, nested_codes
from ..suite.zygote import Collection
from .loops import TICK

__all__ = ["Surgeon", "Swap"]

Pair = tuple[CodeType, CodeType]


@dataclass(frozen=True, slots=True)
class Swap:
    """The code objects to assign in a hot trial, marshalled."""

    codes: tuple[tuple[CodeKey, bytes], ...]
    bounded: bool
    """Whether the loops of the changed code count their iterations."""


class Surgeon:
    """Plans hot trials for the changes of one file."""

    def __init__(self, source: SourceFile, path: str, collection: Collection) -> None:
        """`path` is the real path of the file, as live code objects name it."""
        self._source = source
        self._path = path
        self._collection = collection
        self._units = Units(source)
        self._unchanged: dict[Unit, CodeType] = {}
        self._observed = source.path in collection.imported_lines
        self._loaded = self._observed or any(file == source.path for file, *_ in collection.functions)

    def plan(self, change: Change) -> Swap | None:
        """The swap, or None where only a fresh import shows the change."""
        unit = self._units.of(change)
        if unit is None:
            return None
        if not self._loaded:
            return Swap((), False)  # a test imports the module itself; the armed loader is all it takes
        if not self._observed:
            return None  # nobody knows what its import computed
        text = change.apply(self._source.text)
        old = self._unchanged_code(unit)
        new = self._keep_free_variables(text, unit, old, self._compile(text, unit))
        if new is None or self._ran_at_import(old, new) or self._key(old) not in self._collection.functions:
            return None
        bounded = self._with_bounded_loops(text, unit) if new.co_freevars == old.co_freevars else None
        if bounded is not None and bounded.co_freevars == old.co_freevars:
            new = bounded
        return self._swap(old, new, bounded is new)

    def _compile(self, text: str, unit: Unit) -> CodeType:
        return compile_unit(text, unit, self._path, self._units.flags)

    def _unchanged_code(self, unit: Unit) -> CodeType:
        if unit not in self._unchanged:
            self._unchanged[unit] = self._compile(self._source.text, unit)
        return self._unchanged[unit]

    def _key(self, code: CodeType) -> CodeKey:
        return code_key(self._source.path, code)

    def _ran_at_import(self, old: CodeType, new: CodeType) -> bool:
        """Whether a code object whose own instructions change has already run: what it computed then would stay."""
        return any(
            (self._source.path, before.co_qualname, before.co_firstlineno) in self._collection.imported_codes
            for before, after in _pairs(old, new)
            if _own(before) != _own(after)
        )

    def _swap(self, old: CodeType, new: CodeType, bounded: bool) -> Swap | None:
        codes = []
        for before, after in _pairs(old, new):
            key = self._key(before)
            if before == after or key not in self._collection.functions:
                continue
            if before.co_freevars != after.co_freevars:
                return None
            codes.append((key, marshal.dumps(after)))
        return Swap(tuple(codes), bounded)

    def _keep_free_variables(self, text: str, unit: Unit, old: CodeType, new: CodeType) -> CodeType | None:
        """`__code__` takes only code with as many free variables as before: a dead reference keeps a dropped name alive."""
        lost = [name for name in old.co_freevars if name not in new.co_freevars]
        if not lost:
            return new if new.co_freevars == old.co_freevars else None
        end = len(text) - unit.region.tail
        first_line = self._source.text.rfind("\n", 0, unit.body) + 1
        margin = self._source.text[first_line : unit.body]
        if margin.strip():
            return None
        kept = f"{text[:end]}\n{margin}if 0: {', '.join(lost)}{text[end:]}"
        new = self._compile(kept, unit)
        return new if new.co_freevars == old.co_freevars else None

    def _with_bounded_loops(self, text: str, unit: Unit) -> CodeType | None:
        """The changed code with a counting call in each loop; None when it has no loop."""
        region = unit.region.text(text, keep_lines=True)
        if "for " not in region and "while " not in region:
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(region)
            loops = [node for node in ast.walk(tree) if isinstance(node, (ast.For, ast.AsyncFor, ast.While))]
            if not loops:
                return None
            for loop in loops:
                loop.body.insert(0, _tick(loop.body[0]))
            module = compile(tree, self._path, "exec", self._units.flags, dont_inherit=True)
        return _find(module, unit)


def _tick(where: ast.stmt) -> ast.stmt:
    call = ast.Expr(ast.Call(ast.Name(TICK, ast.Load()), [], []))
    for node in ast.walk(call):
        if isinstance(node, (ast.expr, ast.stmt)):
            ast.copy_location(node, where)
    return call


def _find(code: CodeType, unit: Unit) -> CodeType | None:
    for inner in nested_codes(code):
        if inner.co_qualname == unit.qualname and inner.co_firstlineno == unit.first_line:
            return inner
        found = _find(inner, unit)
        if found is not None:
            return found
    return None


def _pairs(old: CodeType, new: CodeType) -> Iterator[Pair]:
    """The code objects of both trees that correspond: same name, same place among those of that name."""
    yield old, new
    taken: dict[str, int] = {}
    theirs: dict[str, list[CodeType]] = {}
    for inner in nested_codes(new):
        theirs.setdefault(inner.co_name, []).append(inner)
    for inner in nested_codes(old):
        position = taken.get(inner.co_name, 0)
        taken[inner.co_name] = position + 1
        if position < len(theirs.get(inner.co_name, ())):
            yield from _pairs(inner, theirs[inner.co_name][position])


def _own(code: CodeType) -> tuple[object, ...]:
    """What a code object does by itself, the code objects inside it left out."""
    constants = tuple(
        None if isinstance(constant, CodeType) else (type(constant), repr(constant)) for constant in code.co_consts
    )
    return (
        code.co_code,
        code.co_names,
        code.co_varnames,
        code.co_freevars,
        code.co_cellvars,
        code.co_flags,
        code.co_exceptiontable,
        (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount),
        constants,
    )
