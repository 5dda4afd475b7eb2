"""Which rules are on: what was selected, ignored, and what the profile says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..config import PROFILES
from ..errors import UsageError
from .registry import find_rule, rules
from .rule import Mode, Rule, Standing

__all__ = ["Selection"]


@dataclass(frozen=True, slots=True)
class Selection:
    """The wishes of the command line laid over those of the settings."""

    select: tuple[str, ...] = ()
    """Codes, names or prefixes of codes (`ET2`), `ALL`; empty for the default rules."""
    ignore: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    """On besides the default ones."""
    preview: bool = False
    profile: str = PROFILES[0]

    def rules(self) -> tuple[Rule, ...]:
        """The rules that are on and need no evidence, by code. Raises UsageError for a rule that does not exist."""
        return tuple(rule for rule in self.all_rules() if rule.mode is not Mode.RUN)

    def all_rules(self) -> tuple[Rule, ...]:
        """The rules that are on."""
        chosen = [rule for rule in rules() if self._is_on(rule)]
        if self.select:
            chosen = _named(self.select)
        ignored = set(_named(self.ignore))
        return tuple(rule for rule in rules() if rule in {*chosen, *_named(self.extend)} and rule not in ignored)

    def _is_on(self, rule: Rule) -> bool:
        standing = (Standing.DEFAULT, Standing.PREVIEW) if self.preview else (Standing.DEFAULT,)
        return rule.standing in standing and self.profile in rule.profiles


def _named(keys: Sequence[str]) -> list[Rule]:
    found: list[Rule] = []
    for key in keys:
        if key.upper() == "ALL":
            return list(rules())
        by_prefix = [rule for rule in rules() if key.upper().startswith("ET") and rule.code.startswith(key.upper())]
        if not by_prefix and key.upper().startswith("ET") and key[2:].isdigit() and len(key) < 5:
            raise UsageError(f"No rule's code begins with {key!r}.")
        found += by_prefix or [find_rule(key)]
    return found
