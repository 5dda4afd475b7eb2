"""Makes the changes of one file: one parse, one flat walk, each node shown to the operators that want its type."""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from ..model import Change, Location, SourceFile
from .context import Context
from .operator import Edit, Operator
from .placement import holder_of, lines_of
from .registry import operators as registered
from .selection import PER_LINE, Candidate, most_telling
from .window import still_parses

__all__ = ["generate"]

_NO_CHANGE = re.compile(r"#\s*earnest:\s*no change\b", re.IGNORECASE)


def generate(
    source: SourceFile, *, operators: Iterable[Operator] | None = None, per_line: int | None = PER_LINE
) -> tuple[Change, ...]:
    """The changes of this file in file order, the most telling `per_line` of each line (None: all of them).

    `operators` defaults to every registered one. The same file gives the same changes with the same ids, always.
    Raises ProjectError when the file does not parse.
    """
    context = Context.of(source)
    found = list(_candidates(context, registered() if operators is None else tuple(operators)))
    kept = found if per_line is None else most_telling(found, per_line)
    return tuple(candidate.change for candidate in sorted(kept, key=Candidate.order))


def _candidates(context: Context, operators: tuple[Operator, ...]) -> Iterator[Candidate]:
    wanted = _by_node_type(operators)
    excluded = {number for number, line in enumerate(context.text.split("\n"), 1) if _NO_CHANGE.search(line)}
    identities = _Identities(context)
    for node in context.nodes:
        for operator in wanted.get(type(node), ()):
            if context.is_arid(node):
                break
            for edit in operator.edits(node, context):
                candidate = _candidate(context, node, operator, edit, identities)
                if candidate is not None and not excluded.intersection(_range(candidate.change.lines)):
                    yield candidate


def _by_node_type(operators: tuple[Operator, ...]) -> dict[type[ast.AST], list[Operator]]:
    wanted: defaultdict[type[ast.AST], list[Operator]] = defaultdict(list)
    for operator in operators:
        for kind in operator.nodes:
            wanted[kind].append(operator)
    return wanted


def _range(lines: tuple[int, int]) -> range:
    return range(lines[0], lines[1] + 1)


def _candidate(
    context: Context, node: ast.AST, operator: Operator, edit: Edit, identities: _Identities
) -> Candidate | None:
    """The change that this edit makes, or None when it alters nothing or leaves text that does not parse."""
    before = context.text[edit.start : edit.end]
    if before == edit.after or not still_parses(context, node, edit.start, edit.end, edit.after):
        return None
    holder = holder_of(context, node, edit.start, edit.end)
    qualname = context.qualname_of(node)
    change = Change(
        id=identities.next(qualname, operator.name, before, edit.after),
        location=Location(context.path, *context.position(edit.start), *context.position(edit.end)),
        start=edit.start,
        end=edit.end,
        before=before,
        after=edit.after,
        family=operator.family,
        operator=operator.name,
        kind=operator.kind,
        scope=context.scope_of(node),
        qualname=qualname,
        lines=lines_of(context, holder, edit.start, edit.end),
        description=edit.description,
    )
    return Candidate(change, operator.priority, id(holder))


class _Identities:
    """Hands out ids that stay when lines shift: equal changes of one function are told apart by their order."""

    def __init__(self, context: Context) -> None:
        self._path = context.path
        self._seen: Counter[tuple[str, ...]] = Counter()

    def next(self, qualname: str, operator: str, before: str, after: str) -> str:
        """Twelve hexadecimal digits for the next change of this description."""
        key = (self._path, qualname, operator, " ".join(before.split()), after)
        ordinal = self._seen[key]
        self._seen[key] += 1
        return hashlib.sha256("\0".join([*key, str(ordinal)]).encode()).hexdigest()[:12]
