"""Which candidates of a line are worth a trial: the most telling of each family first, and no line left without one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from ..model import Change, Scope

__all__ = ["PER_LINE", "PER_TABLE", "Candidate", "most_telling"]

PER_LINE = 3
"""Nine in ten changes of one line share their fate (Petrovic, ICSE 2021): more would cost time and tell nothing."""
PER_TABLE = 4
"""For a statement that the import runs once over many lines: a table of 800 entries is one thing to test, not 800."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change, and what the choice among candidates depends on."""

    change: Change
    priority: int
    holder: int
    """Index of the statement that holds it: each statement with candidates keeps one."""

    def order(self) -> tuple[int, int, str, str]:
        """Sorts candidates: by place, then the most telling first, then by name and text."""
        return self.change.start, self.priority, self.change.operator, self.change.after


def most_telling(candidates: Iterable[Candidate], per_line: int) -> list[Candidate]:
    """At most `per_line` candidates for each line of each statement, and PER_TABLE for a table made at import."""
    kept: list[Candidate] = []
    for group in _grouped(candidates, lambda item: (item.holder, item.change.location.line)).values():
        kept += _best(group, per_line)
    chosen: list[Candidate] = []
    for group in _grouped(kept, lambda item: (item.holder, item.change.scope)).values():
        chosen += _best(group, PER_TABLE) if _is_table(group[0]) else group
    return chosen


def _is_table(candidate: Candidate) -> bool:
    first, last = candidate.change.lines
    return candidate.change.scope is Scope.IMPORT and last - first >= PER_TABLE


def _best(group: list[Candidate], limit: int) -> list[Candidate]:
    """The first of each family, then the second of each, and so on; within a family likewise by operator."""
    if len(group) <= limit:
        return group
    by_operator = _ranks(group, lambda item: item.change.operator, lambda item: item.order()[:2][::-1])
    within = {id(item): (by_operator[id(item)], item.priority, item.order()) for item in group}
    by_family = _ranks(group, lambda item: item.change.family, lambda item: within[id(item)])
    return sorted(group, key=lambda item: (by_family[id(item)], within[id(item)]))[:limit]


def _ranks(
    group: list[Candidate], key: Callable[[Candidate], Hashable], order: Callable[[Candidate], tuple[object, ...]]
) -> dict[int, int]:
    ranks: dict[int, int] = {}
    for members in _grouped(group, key).values():
        ranks.update({id(item): rank for rank, item in enumerate(sorted(members, key=order))})
    return ranks


def _grouped(items: Iterable[Candidate], key: Callable[[Candidate], Hashable]) -> dict[Hashable, list[Candidate]]:
    groups: defaultdict[Hashable, list[Candidate]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups
