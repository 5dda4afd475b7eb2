"""Which rules are on: what was selected, ignored, and what the profile says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..config import PROFILES, ReviewRules
from ..errors import ConfigurationError, UsageError
from .registry import find_rule, rules
from .rule import Mode, Rule, Standing

__all__ = ["Selection", "rules_named"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wished for. Rules are named by code, by name, by the beginning of codes (`ET2`), or `ALL`."""

    select: tuple[str, ...] = ()
    """Only these; empty for the default rules."""
    ignore: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    """On besides the default ones."""
    preview: bool = False
    profile: str = PROFILES[0]

    @classmethod
    def of(cls, settings: ReviewRules) -> Selection:
        """The wishes of the project's settings. Raises ConfigurationError for a rule that does not exist."""
        found = cls(settings.select, settings.ignore, settings.extend_select, settings.preview, settings.profile)
        try:
            found.all_rules()
            for keys in settings.per_file_ignores.values():
                rules_named(keys)
        except UsageError as error:
            raise ConfigurationError(f"[tool.earnest.review]: {error.message}", cure=error.cure) from error
        return found

    def under(self, wishes: Selection) -> Selection:
        """The same with the wishes of the command line laid over it: who selects there wants exactly that."""
        if wishes.select:
            return replace(wishes, preview=wishes.preview or self.preview)
        return Selection(
            self.select,
            (*self.ignore, *wishes.ignore),
            (*self.extend, *wishes.extend),
            self.preview or wishes.preview,
            wishes.profile,
        )

    def rules(self) -> tuple[Rule, ...]:
        """The rules that are on and need no evidence, by code. Raises UsageError for a rule that does not exist."""
        return tuple(rule for rule in self.all_rules() if rule.mode is not Mode.RUN)

    def all_rules(self) -> tuple[Rule, ...]:
        """The rules that are on."""
        chosen = self._named(self.select) if self.select else [rule for rule in rules() if self._is_on(rule)]
        on = {*chosen, *self._named(self.extend)}.difference(rules_named(self.ignore))
        return tuple(rule for rule in rules() if rule in on)

    def _named(self, keys: Sequence[str]) -> list[Rule]:
        """What these keys switch on: a rule in preview only by its full code or name, unless all of them are wanted."""
        return [
            rule
            for key in keys
            for rule in rules_named([key])
            if self.preview or rule.standing is not Standing.PREVIEW or key.upper() == rule.code or key == rule.name
        ]

    def _is_on(self, rule: Rule) -> bool:
        standing = (Standing.DEFAULT, Standing.PREVIEW) if self.preview else (Standing.DEFAULT,)
        return rule.standing in standing and self.profile in rule.profiles


def rules_named(keys: Sequence[str]) -> list[Rule]:
    """The rules that these keys name. Raises UsageError for a key that names none."""
    found: list[Rule] = []
    for key in keys:
        if key.upper() == "ALL":
            return list(rules())
        by_prefix = [rule for rule in rules() if key.upper().startswith("ET") and rule.code.startswith(key.upper())]
        if not by_prefix and key.upper().startswith("ET") and key[2:].isdigit() and len(key) < 5:
            raise UsageError(f"No rule's code begins with {key!r}.")
        found += by_prefix or [find_rule(key)]
    return found
