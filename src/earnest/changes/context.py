"""What an operator may ask about the node before it: text, spans, parents, scopes, and what the file imports."""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator
from functools import cached_property
from typing import TypeAlias, TypeVar, cast

from ..errors import ProjectError
from ..model import Scope, SourceFile
from .arid import AridCode
from .imports import imported_names

__all__ = ["Context", "Function"]

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_T = TypeVar("_T")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

# These fields hold operators and expression contexts: singletons without a place, shared by the whole tree.
_PLACELESS_FIELDS = frozenset({"ctx", "op", "ops"})
_BLANKS = frozenset(" \t\n")
_COMMENT = re.compile(r"#[^\n]*")


class Context:
    """One parsed file. Every table is made once, when it is first asked for; nothing here changes the tree."""

    def __init__(self, text: str, tree: ast.Module, path: str, module: str) -> None:
        """`text` is the file's whole text with `\\n` line ends, `path` relative to the project root."""
        self.text = text
        self.tree = tree
        self.path = path
        self.module = module
        self.nodes, self._parents = _walk(tree)
        self._lines = text.split("\n")
        self._starts = _line_starts(self._lines)
        self._ascii = text.isascii()
        self._qualnames: dict[ast.AST, str] = {tree: ""}
        self._tables: dict[Hashable, object] = {}

    @classmethod
    def of(cls, source: SourceFile) -> Context:
        """Parse this file. Raises ProjectError naming the line that does not parse."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(source.text)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = getattr(error, "lineno", None) or 1
            raise ProjectError(
                f"{source.path}:{line}: this file does not parse ({error}).",
                cure="Mend it, or leave it out with the `exclude` key of [tool.earnest].",
            ) from error
        return cls(source.text, tree, source.path, source.module)

    # Text and places

    def offset(self, line: int, column: int) -> int:
        """The character offset of a line (from 1) and a UTF-8 byte column (from 0), the units of `ast`."""
        start = self._starts[line - 1]
        if self._ascii or (row := self._lines[line - 1]).isascii():
            return start + column
        return start + len(row.encode()[:column].decode())

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a character offset, both from 1, the column in characters."""
        line = self.line_of(offset)
        return line, offset - self._starts[line - 1] + 1

    def line_of(self, offset: int) -> int:
        """The line, from 1, that holds this character offset."""
        low, high = 0, len(self._starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._starts[middle] <= offset else (low, middle)
        return low + 1

    def line_start(self, line: int) -> int:
        """The character offset at which this line (from 1) begins."""
        return self._starts[line - 1]

    def line_text(self, line: int) -> str:
        """The text of this line (from 1), without its line end."""
        return self._lines[line - 1]

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Character offsets of the node's text, the end exclusive; parentheses around an expression are not part of it.

        Nodes without a place of their own (arguments, comprehension, withitem, match_case) span their children.
        Raises ValueError where there are none.
        """
        if isinstance(node, ast.Module):
            return 0, len(self.text)
        place = _place(node)
        if place is None:
            spans = [self.span(child) for child in ast.iter_child_nodes(node) if _has_place(child)]
            if not spans:
                raise ValueError(f"{type(node).__name__} has no text of its own")
            return min(start for start, _ in spans), max(end for _, end in spans)
        line, column, end_line, end_column = place
        return self.offset(line, column), self.offset(end_line, end_column)

    def text_of(self, node: ast.AST) -> str:
        """The node's text as it stands in the file."""
        start, end = self.span(node)
        return self.text[start:end]

    def outer_span(self, node: ast.AST) -> tuple[int, int]:
        """The node's span with the parentheses around it; wrong for the only argument of a call, whose they are."""
        start, end = self.span(node)
        while True:
            left, right = start - 1, end
            while self.text[left : left + 1] in _BLANKS:
                left -= 1
            while self.text[right : right + 1] in _BLANKS:
                right += 1
            if self.text[left : left + 1] != "(" or self.text[right : right + 1] != ")":
                return start, end
            start, end = left, right + 1

    def find_between(self, left: ast.AST, right: ast.AST, pattern: str) -> tuple[int, int]:
        """Where the regular expression first matches between two nodes, comments left out: the place of an operator.

        Raises ValueError when it does not.
        """
        return self.find(pattern, self.span(left)[1], self.span(right)[0])

    def find(self, pattern: str, start: int, end: int) -> tuple[int, int]:
        """Where the regular expression first matches from `start` to `end`, comments left out. Raises ValueError.

        Comments are found by their `#`: only for stretches that hold no string.
        """
        gap = _COMMENT.sub(lambda match: " " * len(match.group()), self.text[start:end])
        match = re.search(pattern, gap)
        if match is None:
            raise ValueError(f"{self.path}: no {pattern!r} in {gap!r}")
        return start + match.start(), start + match.end()

    def once(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """What `make` gave the first time it was asked for under this key: for tables that an operator needs often."""
        if key not in self._tables:
            self._tables[key] = make()
        return cast(_T, self._tables[key])

    # The tree

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node that holds this one; None for the module."""
        return self._parents[node]

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around this one, the innermost first, the module last."""
        above = self._parents[node]
        while above is not None:
            yield above
            above = self._parents[above]

    def statement_of(self, node: ast.AST) -> ast.stmt:
        """The innermost statement that is or holds this node. Raises ValueError for the module."""
        here: ast.AST | None = node
        while here is not None and not isinstance(here, ast.stmt):
            here = self._parents[here]
        if here is None:
            raise ValueError("the module is no statement")
        return here

    def function_of(self, node: ast.AST) -> Function | None:
        """The innermost function whose body holds this node; its own defaults and decorators stand outside it."""
        child = node
        for above in self.ancestors(node):
            if isinstance(above, _FUNCTIONS) and isinstance(child, ast.stmt):
                return above
            child = above
        return None

    def class_of(self, node: ast.AST) -> ast.ClassDef | None:
        """The innermost class whose body holds this node, through any function in between."""
        child = node
        for above in self.ancestors(node):
            if isinstance(above, ast.ClassDef) and isinstance(child, ast.stmt):
                return above
            child = above
        return None

    def qualname_of(self, node: ast.AST) -> str:
        """Dotted name of the classes and functions around this node and of itself, e.g. `Signer.unsign`."""
        unknown: list[ast.AST] = []
        here: ast.AST | None = node
        while here is not None and here not in self._qualnames:
            unknown.append(here)
            here = self._parents[here]
        name = "" if here is None else self._qualnames[here]
        for inner in reversed(unknown):
            if isinstance(inner, _NAMED):
                name = f"{name}.{inner.name}" if name else inner.name
            self._qualnames[inner] = name
        return name

    def scope_of(self, node: ast.AST) -> Scope:
        """When this node is executed: by each call of a function, or once by the import of the module."""
        child = node
        for above in self.ancestors(node):
            in_body = isinstance(above, _FUNCTIONS) and isinstance(child, ast.stmt)
            if in_body or (isinstance(above, ast.Lambda) and child is above.body):
                return Scope.FUNCTION
            child = above
        return Scope.IMPORT

    # Meaning

    @cached_property
    def imports(self) -> dict[str, str]:
        """Name in this file -> dotted name of what an import statement bound to it."""
        return imported_names(self.nodes, self.module, is_package=self.path.endswith("__init__.py"))

    @cached_property
    def bound_names(self) -> frozenset[str]:
        """Every name that this file binds anywhere: variables, parameters, functions, classes, imports."""
        names = {node.id for node in self.nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
        names |= {node.arg for node in self.nodes if isinstance(node, ast.arg)}
        names |= {node.name for node in self.nodes if isinstance(node, _NAMED)}
        return frozenset(names | set(self.imports))

    def resolve(self, expression: ast.AST) -> str | None:
        """Dotted name of what a name or attribute chain was imported from, e.g. `np.sum` -> `numpy.sum`; else None."""
        attributes: list[str] = []
        while isinstance(expression, ast.Attribute):
            attributes.append(expression.attr)
            expression = expression.value
        if not isinstance(expression, ast.Name):
            return None
        root = self.imports.get(expression.id)
        return None if root is None else ".".join([root, *reversed(attributes)])

    def is_builtin(self, expression: ast.AST, name: str) -> bool:
        """Whether this is the builtin of that name: spelled so, and bound nowhere in the file."""
        return isinstance(expression, ast.Name) and expression.id == name and name not in self.bound_names

    def is_docstring(self, node: ast.AST) -> bool:
        """Whether this is a statement that is only a constant, or that constant: a docstring, a note, `...`."""
        if isinstance(node, ast.Constant):
            above = self._parents[node]
            return isinstance(above, ast.Expr)
        return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)

    @cached_property
    def _arid(self) -> AridCode:
        return AridCode(self)

    def is_arid(self, node: ast.AST) -> bool:
        """Whether no change is worth making here, because nothing but logs, types or speed would differ."""
        return node in self._arid

    def is_arid_stretch(self, start: int, end: int) -> bool:
        """Whether these characters lie in arid code, whichever node an edit of them was made for."""
        index = bisect_right(self._arid_spans, (start, len(self.text))) - 1
        return index >= 0 and end <= self._arid_spans[index][1]

    @cached_property
    def _arid_spans(self) -> list[tuple[int, int]]:
        """Where the outermost arid nodes stand; parts of f-strings left out, as some Pythons misplace them."""
        spans = []
        for node in self.nodes:
            above = self._parents[node]
            if not self.is_arid(node) or above is None or self.is_arid(above):
                continue
            if _has_place(node) and not isinstance(above, ast.JoinedStr | ast.FormattedValue):
                spans.append(self.span(node))
        return sorted(spans)


def _walk(tree: ast.Module) -> tuple[list[ast.AST], dict[ast.AST, ast.AST | None]]:
    """All nodes that have a place, parents before children, and the parent of each."""
    nodes: list[ast.AST] = []
    parents: dict[ast.AST, ast.AST | None] = {tree: None}
    fields: dict[type[ast.AST], tuple[str, ...]] = {}
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        nodes.append(node)
        kind = type(node)
        if kind not in fields:
            fields[kind] = tuple(field for field in reversed(kind._fields) if field not in _PLACELESS_FIELDS)
        for field in fields[kind]:
            value = getattr(node, field, None)
            if isinstance(value, list):
                children = [child for child in reversed(value) if isinstance(child, ast.AST)]
            elif isinstance(value, ast.AST):
                children = [value]
            else:
                continue
            stack += children
            for child in children:
                parents[child] = node
    return nodes, parents


def _line_starts(lines: list[str]) -> list[int]:
    starts, start = [], 0
    for line in lines:
        starts.append(start)
        start += len(line) + 1
    return starts


def _place(node: ast.AST) -> tuple[int, int, int, int] | None:
    line = getattr(node, "lineno", None)
    if line is None:
        return None
    return line, node.col_offset, node.end_lineno, node.end_col_offset  # type: ignore[attr-defined]  # as it has a line


def _has_place(node: ast.AST) -> bool:
    if _place(node) is not None:
        return True
    return any(_has_place(child) for child in ast.iter_child_nodes(node))
