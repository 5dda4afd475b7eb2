"""Which rules are off in which files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..project import matcher
from .rule import Rule
from .selection import rules_named

__all__ = ["PerFile"]


class PerFile:
    """`per-file-ignores` of the settings."""

    def __init__(self, table: Mapping[str, tuple[str, ...]]) -> None:
        """`table`: glob -> rules. Raises UsageError for a rule that does not exist."""
        self._entries = [
            (matcher([glob]), frozenset(rule.code for rule in rules_named(keys))) for glob, keys in table.items()
        ]

    def off(self, path: str) -> frozenset[str]:
        """The codes that are off in the file at this path."""
        return frozenset().union(*(codes for match, codes in self._entries if match(path)))

    def rules(self, path: str, rules: Sequence[Rule]) -> Sequence[Rule]:
        """Those of the rules that are on there."""
        off = self.off(path) if self._entries else ()
        return [rule for rule in rules if rule.code not in off] if off else rules
