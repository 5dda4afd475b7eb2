"""The smallest piece of a file that compiles to the very code object a trial replaces: one outermost function."""

from __future__ import annotations
import __future__

import ast
import re
import symtable
import warnings
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from types import CodeType
from typing import TypeAlias

from ..model import Change, Scope, SourceFile
from .placement import first_line

__all__ = ["Region", "Unit", "Units", "compile_region", "compile_unit"]

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_Path: TypeAlias = tuple[ast.stmt, ...]
_WORD = re.compile(r"\w+")
_BARE_SUPER = re.compile(r"\bsuper\b(?!\s*\()")


@dataclass(frozen=True, slots=True)
class Region:
    """One statement of a file, with what must stand around it so that it compiles to what it is inside the file."""

    first_line: int
    """The line of its first decorator, else its own."""
    start: int
    """Offset of its first character; the indentation is not part of it."""
    tail: int
    """Number of characters behind it: with `start` it finds the statement in the changed text too."""
    indent: str = ""
    headers: tuple[tuple[int, str], ...] = ()
    """Line and text of the class and block headers before it, outermost first."""
    trailer: str = ""
    """Module-level uses of names on which Python 3.12+ lets the code of a function depend."""

    def text(self, file_text: str, *, keep_lines: bool) -> str:
        """The statement behind its headers; with `keep_lines` every line stands where it stands in the file."""
        body = f"{self.indent}{file_text[self.start : len(file_text) - self.tail]}\n{self.trailer}"
        if not keep_lines:
            return "".join([*(f"{header}\n" for _, header in self.headers), body])
        parts, line = [], 1
        for number, header in self.headers:
            parts += ["\n" * (number - line), header, "\n"]
            line = number + 1
        return "".join([*parts, "\n" * (self.first_line - line), body])


@dataclass(frozen=True, slots=True)
class Unit:
    """A function that stands in no other function, wherever it stands: module level, classes, `if` and `try` blocks."""

    qualname: str
    """Its `co_qualname`."""
    first_line: int
    """Its `co_firstlineno`: the line of its first decorator."""
    def_line: int
    last_line: int
    """In the unchanged file."""
    body: int
    """Offset of its first statement: what stands before it (decorators, defaults) is not of its code."""
    region: Region


class Units:
    """The statements of one file that can be compiled alone, found by offset."""

    def __init__(self, source: SourceFile) -> None:
        """Parses the file. Raises SyntaxError when it does not parse."""
        self._text = source.text
        self._lines = source.text.split("\n")
        self._line_starts = _line_starts(self._lines)
        self._block_starts: dict[int, list[int]] = {}
        self._regions: dict[ast.stmt, Region] = {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._tree = ast.parse(source.text)
        self.flags = _future_flags(self._tree)
        """What the module's `from __future__ import` asks of the compiler."""
        self._imported = _imported_names(self._tree)

    def all(self) -> Iterator[Unit]:
        """Every unit of the file, in file order."""
        stack: list[_Path] = [(statement,) for statement in self._tree.body[::-1]]
        while stack:
            path = stack.pop()
            if isinstance(path[-1], _FUNCTIONS):
                yield self._unit(path[-1], path[:-1])
            else:
                stack += [(*path, child) for block in reversed(_blocks(path[-1])) for child in reversed(block)]

    def of(self, change: Change) -> Unit | None:
        """The unit whose code holds the change; None for what the import runs, and for lambdas outside functions."""
        if change.scope is not Scope.FUNCTION:
            return None
        path = self._path_to(change.start, change.end)
        if not path or not isinstance(path[-1], _FUNCTIONS):
            return None
        unit = self._unit(path[-1], path[:-1])
        return unit if change.start >= unit.body else None

    def region_of(self, change: Change) -> Region:
        """The unit, class attribute or other statement around the change: the innermost that no function holds."""
        path = self._path_to(change.start, change.end)
        return self._region(path[-1], path[:-1]) if path else Region(1, 0, 0)

    def _unit(self, function: _Function, above: _Path) -> Unit:
        names = [outer.name for outer in above if isinstance(outer, ast.ClassDef)]
        first = function.body[0]
        return Unit(
            qualname=".".join([*names, function.name]),
            first_line=first_line(function),
            def_line=function.lineno,
            last_line=function.end_lineno or function.lineno,
            body=self._offset(first_line(first), first.col_offset),
            region=self._region(function, above),
        )

    def _region(self, statement: ast.stmt, above: _Path) -> Region:
        if statement not in self._regions:
            self._regions[statement] = self._new_region(statement, above)
        return self._regions[statement]

    def _new_region(self, statement: ast.stmt, above: _Path) -> Region:
        first = first_line(statement)
        row = self._lines[first - 1]
        margin = row[: len(row) - len(row.lstrip())]
        shares_line = len(margin) < statement.col_offset
        start = self._offset(first, statement.col_offset)
        end = self._offset(statement.end_lineno or first, statement.end_col_offset or 0)
        headers = self._headers(above, statement.col_offset)
        indent = margin + " " * shares_line if headers else ""
        return Region(first, start, len(self._text) - end, indent, headers, self._trailer(start, end))

    def _trailer(self, start: int, end: int) -> str:
        """A call of an imported name's attribute is compiled in its own way, and so is `super()` where nothing else
        at module level uses the name."""
        words = set(_WORD.findall(self._text, start, end))
        imported = sorted(self._imported & words)
        lines = [f"import {', '.join(imported)}\n"] if imported else []
        if "super" in words and self._uses_super:
            lines.append("super\n")
        return "".join(lines)

    @cached_property
    def _uses_super(self) -> bool:
        """Whether the module itself, not only its functions, mentions `super`."""
        if not _BARE_SUPER.search(self._text):
            return False
        return "super" in symtable.symtable(self._text, "<unit>", "exec").get_identifiers()

    def _headers(self, above: _Path, column: int) -> tuple[tuple[int, str], ...]:
        """What opens the blocks around a statement; an `elif` stands at the column of its `if`: one of them will do."""
        headers: list[tuple[int, str]] = []
        for outer in reversed(above):
            if outer.col_offset < column:
                column = outer.col_offset
                headers.append((outer.lineno, self._lines[outer.lineno - 1][:column] + _opening(outer)))
        return tuple(reversed(headers))

    def _path_to(self, start: int, end: int) -> _Path:
        """The statements around these offsets, outermost first, down to a function or to the innermost."""
        path: list[ast.stmt] = []
        blocks = [self._tree.body]
        while blocks:
            found = next((hit for block in blocks if (hit := self._in_block(block, start, end)) is not None), None)
            if found is None:
                break
            path.append(found)
            blocks = [] if isinstance(found, _FUNCTIONS) else _blocks(found)
        while path and self._lines[path[-1].lineno - 1].startswith("elif", path[-1].col_offset):
            path.pop()
        return tuple(path)

    def _in_block(self, block: list[ast.stmt], start: int, end: int) -> ast.stmt | None:
        starts = self._block_starts.get(id(block))
        if starts is None:
            starts = [self._offset(first_line(statement), statement.col_offset) for statement in block]
            self._block_starts[id(block)] = starts
        index = bisect_right(starts, start) - 1
        if index < 0:
            return None
        found = block[index]
        finish = self._offset(found.end_lineno or found.lineno, found.end_col_offset or 0)
        return found if end <= finish else None

    def _offset(self, line: int, column: int) -> int:
        row = self._lines[line - 1]
        width = column if row.isascii() else len(row.encode()[:column].decode())
        return self._line_starts[line - 1] + width


def compile_unit(text: str, unit: Unit, filename: str, flags: int) -> CodeType:
    """The unit's code object in this text of the whole file (changed inside the unit or not at all).

    Equal to the one that a compilation of the whole file holds, and 100 times cheaper to have. `flags` are those of
    `Units.flags`. Raises SyntaxError when the changed function does not compile.
    """
    code = _compiled(unit.region.text(text, keep_lines=True), filename, flags)
    found = _find(code, unit.qualname, unit.first_line)
    if found is None:
        raise SyntaxError(f"{filename}:{unit.first_line}: the changed text no longer defines {unit.qualname}")
    return found


def compile_region(text: str, region: Region, filename: str, flags: int) -> CodeType:
    """The code of a module that holds this statement alone; line numbers differ from those of the file."""
    return _compiled(region.text(text, keep_lines=False), filename, flags)


def _compiled(text: str, filename: str, flags: int) -> CodeType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            code: CodeType = compile(text, filename, "exec", flags, dont_inherit=True)
        except (ValueError, RecursionError, MemoryError) as error:
            raise SyntaxError(f"{filename}: {error}") from error
    return code


def _find(code: CodeType, qualname: str, line: int) -> CodeType | None:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_qualname == qualname and constant.co_firstlineno == line:
                return constant
            found = _find(constant, qualname, line)
            if found is not None:
                return found
    return None


def _future_flags(tree: ast.Module) -> int:
    flags = 0
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__" and not statement.level:
            for alias in statement.names:
                flags |= getattr(__future__, alias.name).compiler_flag
    return flags


def _imported_names(tree: ast.Module) -> frozenset[str]:
    """The names that import statements bind in the module itself, blocks included, functions and classes left out."""
    names: set[str] = set()
    stack = [*tree.body]
    while stack:
        statement = stack.pop()
        if isinstance(statement, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name.partition(".")[0] for alias in statement.names}
        elif not isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            stack += [child for block in _blocks(statement) for child in block]
    return frozenset(names)


def _blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    """The bodies of a compound statement, in file order."""
    blocks = [getattr(statement, "body", [])]
    blocks += [part.body for part in getattr(statement, "handlers", None) or getattr(statement, "cases", [])]
    blocks += [getattr(statement, "orelse", []), getattr(statement, "finalbody", [])]
    return [block for block in blocks if block]


def _opening(outer: ast.stmt) -> str:
    if isinstance(outer, ast.For | ast.While):
        return "while 1:"  # so that a `break` inside compiles
    if not isinstance(outer, ast.ClassDef):
        return "if 1:"
    parameters = ", ".join(ast.unparse(parameter) for parameter in getattr(outer, "type_params", ()))
    return f"class {outer.name}[{parameters}]:" if parameters else f"class {outer.name}:"


def _line_starts(lines: list[str]) -> list[int]:
    starts, start = [], 0
    for line in lines:
        starts.append(start)
        start += len(line) + 1
    return starts
