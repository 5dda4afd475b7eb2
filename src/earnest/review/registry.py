"""Which rules there are: every rule class that a module under `rules/` defines."""

from __future__ import annotations

import difflib
import inspect
import pkgutil
from functools import cache
from importlib import import_module

from ..errors import EngineError, UsageError
from . import rules as package
from .rule import Rule

__all__ = ["find_rule", "known_names", "rules"]


@cache
def rules() -> tuple[Rule, ...]:
    """One instance of each rule, sorted by code. Adding a rule is adding its file, nothing else.

    Raises EngineError when two of them share a code or a name.
    """
    found: dict[str, Rule] = {}
    for entry in pkgutil.iter_modules(package.__path__):
        module = import_module(f"{package.__name__}.{entry.name}")
        for kind in vars(module).values():
            if inspect.isclass(kind) and kind.__module__ == module.__name__ and issubclass(kind, Rule):
                _add(found, kind())
    return tuple(sorted(set(found.values()), key=lambda rule: rule.code))


def _add(found: dict[str, Rule], rule: Rule) -> None:
    for key in (rule.code, rule.name):
        twin = found.setdefault(key, rule)
        if twin is not rule:
            places = f"{type(twin).__module__} and {type(rule).__module__}"
            raise EngineError(f"{places} both define the rule {key}.")


@cache
def known_names() -> frozenset[str]:
    """Every code and every name."""
    return frozenset(key for rule in rules() for key in (rule.code, rule.name))


def find_rule(key: str) -> Rule:
    """The rule with this code or name. Raises UsageError that names the nearest ones."""
    known = {name: rule for rule in rules() for name in (rule.code, rule.name)}
    rule = known.get(key) or known.get(key.upper())
    if rule is None:
        near = difflib.get_close_matches(key.upper(), known, n=3) or difflib.get_close_matches(key.lower(), known, n=3)
        cure = f"Did you mean: {', '.join(near)}?" if near else "`earnest review --list-rules` shows all."
        raise UsageError(f"There is no rule {key!r}.", cure=cure)
    return rule
