"""Makes the changes of one file: one parse, one flat walk, each node shown to the operators that want its type."""

from __future__ import annotations

import ast
import hashlib
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..model import Change, Location, SourceFile
from .context import Context
from .operator import Edit, Operator
from .placement import holder_of, lines_of
from .registry import operators as registered
from .selection import PER_LINE, Candidate, most_telling
from .window import still_parses

__all__ = ["generate"]

_WORD_END = re.compile(r"\w\w|\w['\"]")
_NO_CHANGE = re.compile(r"#\s*earnest:\s*no change\b", re.IGNORECASE)


def generate(
    source: SourceFile, *, operators: Iterable[Operator] | None = None, per_line: int | None = PER_LINE
) -> tuple[Change, ...]:
    """The changes of this file in file order, the most telling `per_line` of each line (None: all of them).

    `operators` defaults to every registered one. The same file gives the same changes with the same ids, always.
    Raises ProjectError when the file does not parse.
    """
    context = Context.of(source)
    drafts = _distinct(_drafts(context, registered() if operators is None else tuple(operators)))
    candidates = [draft.candidate(context, index) for index, draft in enumerate(drafts)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the compiler says of the user's code is not our business
        chosen = most_telling(candidates, per_line, lambda candidate: drafts[candidate.index].parses(context))
    identities = _identities(context, drafts)
    chosen.sort(key=lambda candidate: (*candidate.order(), candidate.index))
    return tuple(drafts[one.index].change(context, one, identities[one.index]) for one in chosen)


@dataclass(frozen=True, slots=True)
class _Draft:
    """An edit, and who made it for which node."""

    node: ast.AST
    operator: Operator
    edit: Edit
    holder: ast.AST
    lines: tuple[int, int]

    def candidate(self, context: Context, index: int) -> Candidate:
        return Candidate(
            start=self.edit.start,
            priority=self.operator.priority,
            operator=self.operator.name,
            after=self.edit.after,
            family=self.operator.family,
            scope=context.scope_of(self.node),
            line=context.line_of(self.edit.start),
            lines=self.lines,
            holder=id(self.holder),
            index=index,
        )

    def parses(self, context: Context) -> bool:
        return still_parses(context, self.node, self.edit.start, self.edit.end, self.edit.after)

    def change(self, context: Context, candidate: Candidate, identity: str) -> Change:
        start, end = self.edit.start, self.edit.end
        return Change(
            id=identity,
            location=Location(context.path, *context.position(start), *context.position(end)),
            start=start,
            end=end,
            before=context.text[start:end],
            after=self.edit.after,
            family=self.operator.family,
            operator=self.operator.name,
            kind=self.operator.kind,
            scope=candidate.scope,
            qualname=context.qualname_of(self.node),
            lines=self.lines,
            description=self.edit.description,
        )


def _drafts(context: Context, operators: tuple[Operator, ...]) -> Iterator[_Draft]:
    """Every edit that alters text outside arid code and excluded lines."""
    wanted = _by_node_type(operators)
    excluded = {number for number, line in enumerate(context.text.split("\n"), 1) if _NO_CHANGE.search(line)}
    for node in context.nodes:
        found = wanted.get(type(node))
        if found is None or context.is_arid(node):
            continue
        for operator in found:
            for edit in operator.edits(node, context):
                edit = _apart(edit, context.text)
                unchanged = context.text[edit.start : edit.end] == edit.after
                if unchanged or context.is_arid_stretch(edit.start, edit.end):
                    continue
                holder = holder_of(context, node, edit.start, edit.end)
                first, last = lines_of(context, holder, edit.start, edit.end)
                if not any(first <= line <= last for line in excluded):
                    yield _Draft(node, operator, edit, holder, (first, last))


def _apart(edit: Edit, text: str) -> Edit:
    """The edit with a blank where its text would run into the word beside it: `return-x` must not become `returnx`."""
    after = edit.after
    if after and edit.start and _WORD_END.match(text[edit.start - 1] + after[0]):
        after = f" {after}"
    if after and _WORD_END.match(after[-1] + text[edit.end : edit.end + 1]):
        after = f"{after} "
    return edit if after == edit.after else replace(edit, after=after)


def _distinct(drafts: Iterable[_Draft]) -> list[_Draft]:
    """One draft for each result: where several operators make the same edit, that of the most telling one."""
    found: dict[tuple[int, int, str], _Draft] = {}
    for draft in drafts:
        twin = found.setdefault((draft.edit.start, draft.edit.end, draft.edit.after), draft)
        if draft.operator.priority < twin.operator.priority:
            found[draft.edit.start, draft.edit.end, draft.edit.after] = draft
    return list(found.values())


def _by_node_type(operators: tuple[Operator, ...]) -> dict[type[ast.AST], list[Operator]]:
    wanted: defaultdict[type[ast.AST], list[Operator]] = defaultdict(list)
    for operator in operators:
        for kind in operator.nodes:
            wanted[kind].append(operator)
    return wanted


def _identities(context: Context, drafts: list[_Draft]) -> list[str]:
    """Ids that stay when lines shift: equal changes of one function are told apart by their order in the file."""
    seen: Counter[tuple[str, ...]] = Counter()
    identities = [""] * len(drafts)
    for index in sorted(range(len(drafts)), key=lambda number: (drafts[number].edit.start, number)):
        draft = drafts[index]
        before = " ".join(context.text[draft.edit.start : draft.edit.end].split())
        key = (context.path, context.qualname_of(draft.node), draft.operator.name, before, draft.edit.after)
        described = "\0".join([*key, str(seen[key])])
        seen[key] += 1
        identities[index] = hashlib.sha256(described.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return identities
