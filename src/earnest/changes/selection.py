"""Which candidates of a line are worth a trial: the most telling of each family first, and no statement left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from ..model import Family, Scope

__all__ = ["PER_LINE", "PER_TABLE", "Candidate", "most_telling"]

PER_LINE = 3
"""Nine in ten changes of one line share their fate (Petrovic, ICSE 2021): more would cost time and tell nothing."""
PER_TABLE = 4
"""For a statement that the import runs once over many lines: a table of 800 entries is one thing to test, not 800."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An edit that may become a change, and what the choice among candidates depends on."""

    start: int
    priority: int
    operator: str
    after: str
    family: Family
    scope: Scope
    line: int
    """On which the edit begins."""
    lines: tuple[int, int]
    holder: int
    """Index of the statement that holds it: each statement with candidates keeps one."""
    index: int
    """Its number in the order of the walk."""

    def order(self) -> tuple[int, int, str, str]:
        """Sorts candidates: by place, then the most telling first, then by name and text."""
        return self.start, self.priority, self.operator, self.after


def most_telling(
    candidates: Iterable[Candidate], per_line: int | None, viable: Callable[[Candidate], bool]
) -> list[Candidate]:
    """At most `per_line` viable candidates for each line of each statement, PER_TABLE for a table made at import.

    `viable` is dear: it is asked only about candidates that would be taken. With None, all that are viable.
    """
    if per_line is None:
        return [candidate for candidate in candidates if viable(candidate)]
    chosen: list[Candidate] = []
    for group in _grouped(candidates, lambda item: (item.holder, item.scope)).values():
        if _is_table(group[0]):
            chosen += islice(filter(viable, _spread(group)), PER_TABLE)
            continue
        for line in _grouped(group, lambda item: item.line).values():
            chosen += islice(filter(viable, _ranked(line)), per_line)
    return chosen


def _is_table(candidate: Candidate) -> bool:
    first, last = candidate.lines
    return candidate.scope is Scope.IMPORT and last - first >= PER_TABLE


def _spread(group: list[Candidate]) -> Iterator[Candidate]:
    """The first candidate of lines all over the table before the second of any line."""
    lines = [_ranked(line) for line in _grouped(group, lambda item: item.line).values()]
    step = max(len(lines) // PER_TABLE, 1)
    by_distance = [line for offset in range(step) for line in lines[offset::step]]
    for rank in range(max(map(len, lines))):
        yield from (line[rank] for line in by_distance if rank < len(line))


def _ranked(group: list[Candidate]) -> list[Candidate]:
    """The first of each family, then the second of each, and so on; within a family likewise by operator."""
    if len(group) == 1:
        return group
    group = sorted(group, key=lambda item: (item.priority, item.order()))
    by_operator = _ranks(group, lambda item: item.operator)
    group.sort(key=lambda item: by_operator[item])
    by_family = _ranks(group, lambda item: item.family)
    return sorted(group, key=lambda item: (by_family[item], by_operator[item], item.priority))


def _ranks(group: list[Candidate], key: Callable[[Candidate], Hashable]) -> dict[Candidate, int]:
    """Each candidate's place among those of its key, in the order given."""
    return {item: rank for members in _grouped(group, key).values() for rank, item in enumerate(members)}


def _grouped(items: Iterable[Candidate], key: Callable[[Candidate], Hashable]) -> dict[Hashable, list[Candidate]]:
    groups: defaultdict[Hashable, list[Candidate]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups
